"""Common given names and surnames, and capitalised words that are nobody. Imports no Django.

Written down here from general knowledge of what people are called where these languages are
spoken; no list was copied. They are small on purpose: a name that is missing is mostly told by
what stands around it, and a longer list finds more villages and rivers that bear a name.
"""

GIVEN = frozenset(
    # English, and names met in eastern, western and southern Africa, South Asia and the Pacific
    """
    james john robert michael william david richard joseph thomas charles christopher daniel
    matthew anthony donald steven paul andrew joshua kenneth kevin brian george edward ronald
    timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott
    brandon benjamin samuel gregory patrick frank raymond jack dennis jerry peter henry arthur
    albert walter harold liam sean fergus mary patricia jennifer linda elizabeth barbara
    susan jessica sarah karen nancy lisa betty margaret sandra ashley dorothy kimberly emily
    donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen
    amy angela shirley anna ruth helen agnes florence esther judith
     chinedu emeka ngozi adaeze amaka obinna ifeoma kwame kofi ama akosua abena yaw kojo
     wanjiru njeri otieno achieng odhiambo wambui kamau mwangi thabo sipho thandi
    nomsa lerato tendai rudo chipo farai mulenga chanda bwalya phiri banda mutinta
    rajesh suresh ramesh anil sunil sanjay vijay amit rahul priya anjali lakshmi sita gita
    mele sione viliami mosese ana losa tevita litia
    """.split()
    # French
    + """
    jean pierre michel andré philippe rené louis alain jacques bernard marcel daniel roger robert
    claude christian georges françois étienne laurent yannick yves guy gilles thierry pascal
    marie jeanne françoise monique catherine nathalie isabelle jacqueline anne sylvie martine
    madeleine bernadette solange claire cécile thérèse odette colette geneviève
    aminata fatou mamadou moussa ousmane ibrahima abdoulaye cheikh modou awa aïssatou mariama
    khadija karim rachid yacine fatoumata adama issa seydou salif oumar 
    """.split()
    # Spanish and Portuguese
    + """
    josé juan antonio manuel francisco carlos luis miguel ángel pedro jesús javier rafael fernando
    alejandro diego jorge ramón ramiro andrés joaquín segundo hugo óscar raúl
    sergio maría carmen josefa isabel ana dolores pilar teresa cristina lucía marta elena
     mercedes guadalupe lupita rosario consuelo yolanda beatriz gloria luz
    joão antónio antônio paulo joaquim ramiro tiago rui nuno vasco
    conceição fátima luísa filomena helena carmo graça lurdes benedita mariana
     abel sebastião caetano manuela fernanda adriana juliana
    """.split()
    # Arabic in Latin letters
    + """
    mohammed muhammad mohamed ahmed ali hassan hussein omar khalid yusuf youssef ibrahim fatima
    aisha maryam zainab khadijah layla leila samir nabil huda abdullah abdul salma amina yasmin
    """.split()
)

UNSURE = frozenset(
    """
    grace faith hope joy rose may june april mark will angela gloria luz paz pilar dolores
    mercedes rosario consuelo carmen graça conceição segundo abel ángel jesús jordan
    victoria georgia sierra florence charlotte sydney austin santiago francisco salvador adama
    pierre phiri banda luis guy claire ana
    """.split()
)
"""Names that are also words or places: one of them alone proves nothing."""

SURNAMES = frozenset(
    """
    smith jones taylor brown williams wilson johnson davies patel wright evans thompson
    anderson murphy kelly okafor okonkwo adeyemi mensah boateng ndlovu dlamini nkosi khumalo
    akello okello mukasa nakato tembo mwale kabongo ilunga mukendi diallo traoré coulibaly
    keita konaté ndiaye diop fall sow cissé martin dubois durand moreau lefèvre leroy garcía
    martínez lópez sánchez pérez gómez rodríguez fernández gonzález hernández ramírez torres
    flores rivera quispe mamani huamán condori choque silva santos ferreira pereira oliveira
    costa rodrigues martins sousa souza fernandes gonçalves gomes lopes marques almeida ribeiro
    tavares kumar singh sharma khan nguyen
    """.split()
)

NOT_A_PERSON = frozenset(
    # months, days, seasons of the year and of faith
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday christmas easter ramadan eid
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi
    mardi mercredi jeudi vendredi samedi dimanche noël pâques enero febrero marzo abril mayo
    junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves
    viernes sábado domingo janeiro março maio junho julho setembro outubro dezembro segunda terça
    quarta quinta sexta
    """.split()
    # countries, regions, great cities, peoples and languages
    + """
    africa asia europe america americas pacific caribbean mediterranean afrique amérique américa
    áfrica europa oceania uganda kenya rwanda tanzania zambia malawi nigeria ghana sierra leone
    liberia gambia senegal sénégal togo bénin benin mali niger burkina faso côte ivoire ivory
    coast cameroon cameroun gabon congo angola moçambique mozambique cabo verde guiné bissau
    guinea guinée guinea-bissau timor leste timor-leste brasil brazil portugal espagne españa
    spain france belgique belgium suisse switzerland germany allemagne italy italie ireland united
    kingdom states england scotland wales canada australia new zealand zealand tonga samoa fiji
    vanuatu tuvalu kiribati papua solomon islands islas ilhas îles perú peru bolivia ecuador
    colombia chile argentina uruguay paraguay venezuela panamá panama costa rica honduras
    nicaragua guatemala salvador méxico mexico cuba haïti haiti dominicana jamaica trinidad
    india nepal bhutan bangladesh pakistan sri lanka china japan mongolia vietnam viet nam
    thailand indonesia malaysia philippines jordan lebanon egypt morocco maroc tunisia tunisie
    algérie algeria mauritanie sudan soudan ethiopia éthiopie somalia djibouti botswana namibia
    zimbabwe lesotho eswatini south north east west southern northern eastern western
    london paris geneva genève ginebra genebra lisbon lisboa madrid barcelona bogotá medellín
    lima quito guayaquil la paz buenos aires santiago são paulo rio janeiro recife brasília
    luanda maputo beira praia dakar thiès abidjan bamako kinshasa lomé cotonou nairobi mombasa
    kampala kigali dar es salaam lusaka lilongwe blantyre accra lagos abuja freetown monrovia
    cairo tunis rabat beirut amman leeds new york washington delhi mumbai kolkata dhaka bangkok
    english french spanish portuguese arabic russian chinese swahili igbo hausa yoruba african
    western asian european latin christian muslim catholic anglican
    """.split()
    # institutions and what the field says with a capital
    + """
    ministry ministère ministerio ministério ministerial department minister parliament parlement
    parlamento congress congreso congresso senate sénat assembly assemblée asamblea assembleia
    world health organization organisation organización organização mondiale santé salud saúde
    panamericana global fund red cross crescent croix-rouge croix cruz roja vermelha
    hospital hôpital clinic clinique clínica hospice institute institut instituto university
    université universidad universidade college school centre center centro society association
    asociación associação foundation fondation fundación fundação council committee comité
    commission union member members membres miembros membros alliance network programme program project strategy policy plan law act
    narcotics ley lei loi décret decree decreto resolution resolución resolução article artículo
    artigo board authority autorité autoridad autoridade port bank national nationale nacional
    international internationale internacional general regional district province state federal
    public republic république república kingdom government church mission cathedral
    convention protocol guidelines report annex table figure ward unit trust service services
    registry office bureau oficina gabinete agency agence agencia agência group team
    saint sainte san santa santo são st ste king queen president prime
    """.split()
    # medicines, illnesses, scales and units
    + """
    morphine morfina codeine tramadol fentanyl methadone oxycodone paracetamol ibuprofen
    dexamethasone haloperidol midazolam metoclopramide lactulose gabapentin amitriptyline
    ketamine naloxone furosemide paracétamol dexaméthasone halopéridol dexametasona cancer
    hiv aids tuberculosis malaria covid parkinson alzheimer huntington hodgkin kaposi burkitt
    fabry pompe karnofsky edmonton barthel glasgow lymphoma sarcoma lymphome sarcome linfoma
    sarcoma maladie enfermedad doença syndrome síndrome apgar esas ecog who oms opioid
    """.split()
    # words that often begin a sentence
    + """
    under over again also however because although though despite perhaps maybe still even
    more less very such other another only just today yesterday tomorrow tick let make take give
    the a an this that these those there their they she he it we our my his her its i you your
    in on at of for from by with without within after before between during since until when
    while where why what which who whose how if as and but or nor so yet both all each every
    some many most no not none please send write call text dear yes seen one two three four five
    six seven eight nine ten thirty thirty-two born opioid only since once last next first
    ainsi aussi cependant toutefois malgré selon lors outre faute aucun aucune merci bienvenue
    le la les un une des du de il elle ils elles on nous notre nos mon ma mes son sa ses leur ce
    cet cette ces en à au aux dans sur sous par pour avec sans entre avant après depuis pendant
    que qui quoi quel quelle quels quelles où comment pourquoi si et mais ou ni né née vu vue
    écrire voici voilà chaque l’une qu’auriez-vous y-a-t-il d’avril
    también sin_embargo pese aunque según además ningún ninguna gracias bienvenidos
    el los las uno una unos del al yo él ella ellos nosotros nuestro nuestra mi mis su sus este
    esta estos estas por para con sin entre antes después desde hasta durante qué cuál cuándo
    dónde cómo quién y o pero escriban hay visto fecha
    o os as um uma uns umas do da dos das no na nos nas ao à meu minha seu sua nosso nossa este
    esta isto por para com sem entre antes depois desde até durante que qual quando onde como
    quem e ou mas escrevam há foi é
    """.split()
)

RU_GIVEN = (
    "александр алексе анатоли андре антон аркади артём борис вадим валенти васили виктор "
    "виталий владимир владислав вячеслав геннади георги григори данил дмитри евгени егор иван "
    "игор илья кирилл константин леонид максим михаил никита никола олег павел пётр роман руслан "
    "серге станислав степан тимур тимофе фёдор юри данияр айбек ерлан нурлан бахыт рустам фарход "
    "александр алл анастаси анн валентин валери вер веронин виктори галин дарь екатерин елен "
    "елизавет зинаид зо ирин клавди лариса ларис лид людмил маргарит мари надежд натал нин оксан "
    "маш саш кат тан над миш серёж вов дим ван аня лен люб гал зин ольг полин раис светлан софь тамар татьян юли айгул гульнар мадин зухр фатим динар"
)
RU_NOT_A_PERSON = (
    "росси москв петербург самар казан новосибирск владивосток бишкек душанб ташкент алмат астан "
    "женев казахстан кирги кыргыз таджикистан узбекистан туркмен беларус украин армени грузи "
    "азербайджан молдов европ ази африк красн министерств всемирн организаци федеральн "
    "государствен правительств парламент дум резолюци закон приказ республик област "
    "карновск эдмонтон ходжкин капош гентингтон фабри паркинсон альцгеймер боткин бурденко "
    "склифосовск блохин герцен пирогов морфин дексаметазон галоперидол парацетамол трамадол"
)

AR_GIVEN = frozenset(
    """
    محمد أحمد محمود علي حسن حسين عمر عثمان خالد يوسف إبراهيم ابراهيم إسماعيل مصطفى عبدالله
    عبدالرحمن سامر سمير نبيل كريم ياسين ياسر طارق زياد وليد رامي فادي هاني ماجد ناصر فيصل سلطان
    صالح سعد سعيد جابر حمزة بلال أيمن أشرف جمال كمال طه موسى عيسى داود سليمان مروان غسان باسم
    فاطمة عائشة خديجة زينب مريم ليلى سلمى هدى نورة رنا ريم منى هند سعاد سميرة نادية آمنة أسماء
    رقية حليمة نوال وفاء إيمان رانيا دينا لينا سارة هبة شيماء حنان أميرة نجلاء بثينة
    """.split()
)
AR_UNSURE = frozenset(
    """
    كريم سعيد صالح محمود جمال كمال هدى منى إيمان أميرة وفاء حنان هبة نوال أيمن ناصر سلطان سعد
    باسم ماجد علي هند نادية عيسى أسماء آمنة حسن
    """.split()
)
"""Names that are also words: they need a title or a family's name beside them."""

ZH_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    "魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎"
)
ZH_TWO = "欧阳 司徒 上官 诸葛 司马 东方 皇甫 慕容 令狐 端木 夏侯 尉迟"
ZH_GIVEN = (
    "强伟芳娜敏静丽军建国华明霞燕玲艳娟勇磊杰涛斌辉鹏飞超波浩宇轩婷雪梅兰英秀珍凤菊桂红莲荣文志刚"
    "平东海云龙春晓玉洁琳倩颖佳怡欣诗涵雨晨凯俊峰博栋梁德福贵财宝庆生根树林森淑惠慧贤琴瑞祥永长"
)
ZH_DOUBTFUL = "周高安成石云方时白黄万全江金夏龙马田任康段史钱温程于何许余"
"""Surnames that begin many other words; without a title they prove nothing."""
