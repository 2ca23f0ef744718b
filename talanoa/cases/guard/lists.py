"""Common given names and surnames, and capitalised words that are nobody. Imports no Django.

Written down here from general knowledge of what people are called where these languages are
spoken; no list was copied. They are small on purpose: a name that is missing is mostly told by
what stands around it, and a longer list finds more villages and rivers that bear a name.
"""

from talanoa.cases.guard.scripts import words

UNSURE = words(
    """
    blessing comfort goodluck innocent mercy patience peace precious prosper neo mike ivy hazel
    olive violet viola dean jade olivia penny glenn heather victor jean parfait désiré honoré
    victoire félicité aurore toussaint marine margot alma aurora blanca celeste clemente
    constanza domingo encarnación esperanza flora florencia justina milagros modesto máximo
    paloma perla regina rosa román salomé soledad trinidad violeta virginia marina santiago
    parto bento gil cândida vitória plácido domingos custódio lima carolina augusto nova wilson
    grace faith hope joy rose may june april mark will angela gloria luz paz pilar dolores
    mercedes rosario consuelo carmen graça conceição segundo abel ángel jesús jordan victoria
    georgia sierra florence charlotte sydney austin santiago francisco salvador adama pierre
    phiri banda luis guy claire ana
    """
)
"""Names that are also words or places: one of them alone proves nothing."""

SURNAMES = words(
    """
    smith jones taylor brown williams wilson johnson davies patel wright evans thompson
    anderson murphy kelly okafor okonkwo adeyemi mensah boateng ndlovu dlamini nkosi khumalo
    akello okello mukasa nakato tembo mwale kabongo ilunga mukendi diallo traoré coulibaly
    keita konaté ndiaye diop fall sow cissé martin dubois durand moreau lefèvre leroy garcía
    martínez lópez sánchez pérez gómez rodríguez fernández gonzález hernández ramírez torres
    flores rivera quispe mamani huamán condori choque silva santos ferreira pereira oliveira
    costa rodrigues martins sousa souza fernandes gonçalves gomes lopes marques almeida ribeiro
    tavares kumar singh sharma khan nguyen
    """
)

NOT_A_PERSON = words(
    # months, days, seasons of the year and of faith
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday christmas easter ramadan eid
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi
    mardi mercredi jeudi vendredi samedi dimanche noël pâques enero febrero marzo abril mayo
    junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves
    viernes sábado domingo janeiro março maio junho julho setembro outubro dezembro segunda
    terça quarta quinta sexta
    """,
    # countries, regions, great cities, peoples and languages
    """
    africa asia europe america americas pacific caribbean mediterranean afrique amérique
    américa áfrica europa oceania uganda kenya rwanda tanzania zambia malawi nigeria ghana
    sierra leone liberia gambia senegal sénégal togo bénin benin mali niger burkina faso côte
    ivoire ivory coast cameroon cameroun gabon congo angola moçambique mozambique cabo verde
    guiné bissau guinea guinée guinea-bissau timor leste timor-leste brasil brazil portugal
    espagne españa spain france belgique belgium suisse switzerland germany allemagne italy
    italie ireland united kingdom states england scotland wales canada australia new zealand
    zealand tonga samoa fiji vanuatu tuvalu kiribati papua solomon islands islas ilhas îles
    perú peru bolivia ecuador colombia chile argentina uruguay paraguay venezuela panamá panama
    costa rica honduras nicaragua guatemala salvador méxico mexico cuba haïti haiti dominicana
    jamaica trinidad india nepal bhutan bangladesh pakistan sri lanka china japan mongolia
    vietnam viet nam thailand indonesia malaysia philippines jordan lebanon egypt morocco maroc
    tunisia tunisie algérie algeria mauritanie sudan soudan ethiopia éthiopie somalia djibouti
    botswana namibia zimbabwe lesotho eswatini south north east west southern northern eastern
    western london paris geneva genève ginebra genebra lisbon lisboa madrid barcelona bogotá
    medellín lima quito guayaquil la paz buenos aires santiago são paulo rio janeiro recife
    brasília luanda maputo beira praia dakar thiès abidjan bamako kinshasa lomé cotonou nairobi
    mombasa kampala kigali dar es salaam lusaka lilongwe blantyre accra lagos abuja freetown
    monrovia cairo tunis rabat beirut amman leeds new york washington delhi mumbai kolkata
    dhaka bangkok english french spanish portuguese arabic russian chinese swahili igbo hausa
    yoruba african western asian european latin christian muslim catholic anglican
    """,
    # institutions and what the field says with a capital
    """
    ministry ministère ministerio ministério ministerial department minister parliament
    parlement parlamento congress congreso congresso senate sénat assembly assemblée asamblea
    assembleia world health organization organisation organización organização mondiale santé
    salud saúde panamericana global fund red cross crescent croix-rouge croix cruz roja
    vermelha hospital hôpital clinic clinique clínica hospice institute institut instituto
    university université universidad universidade college school centre center centro society
    association asociación associação foundation fondation fundación fundação council committee
    comité pharmacy pharmacie farmacia farmácia customs college colegio collège colégio
    direction dirección direção directorate ordem orden ordre order academy académie medical
    médico médica inspectorate court tribunal cour corte police army bureau chamber faculty
    faculté facultad faculdade laboratory laboratoire laboratorio laboratório insurance caisse
    caja caixa treasury central community palliative care primary cancer oncology nursing home
    house centro-de-salud commission union member members membres miembros membros alliance
    network programme program project strategy policy plan law act narcotics ley lei loi décret
    decree decreto resolution resolución resolução article artículo artigo board authority
    autorité autoridad autoridade port bank national nationale nacional international
    internationale internacional general regional district province state federal public
    republic république república kingdom government church mission cathedral convention
    protocol guidelines report annex table figure ward unit trust service services registry
    office bureau oficina gabinete agency agence agencia agência group team saint sainte san
    santa santo são st ste king queen president prime
    """,
    # medicines, illnesses, scales and units
    """
    morphine morfina codeine tramadol fentanyl methadone oxycodone paracetamol ibuprofen
    dexamethasone haloperidol midazolam metoclopramide lactulose gabapentin amitriptyline
    ketamine naloxone furosemide paracétamol dexaméthasone halopéridol dexametasona cancer hiv
    aids tuberculosis malaria covid parkinson alzheimer huntington hodgkin kaposi burkitt fabry
    pompe karnofsky edmonton barthel glasgow lymphoma sarcoma lymphome sarcome linfoma sarcoma
    maladie enfermedad doença syndrome síndrome apgar esas ecog who oms opioid
    """,
    # words that often begin a sentence
    """
    under over again also however because although though despite perhaps maybe still even more
    less very such other another only just today yesterday tomorrow tick let make take give the
    a an this that these those there their they she he it we our my his her its i you your in
    on at of for from by with without within after before between during since until when while
    where why what which who whose how if as and but or nor so yet both all each every some
    many most no not none please send write call text dear yes seen one two three four five six
    seven eight nine ten thirty thirty-two born opioid only since once last next first ainsi
    aussi cependant toutefois malgré selon lors outre faute aucun aucune merci bienvenue le la
    les un une des du de il elle ils elles on nous notre nos mon ma mes son sa ses leur ce cet
    cette ces en à au aux dans sur sous par pour avec sans entre avant après depuis pendant que
    qui quoi quel quelle quels quelles où comment pourquoi si et mais ou ni né née vu vue
    écrire voici voilà chaque l’une qu’auriez-vous y-a-t-il d’avril también sin_embargo pese
    aunque según además ningún ninguna gracias bienvenidos el los las uno una unos del al yo él
    ella ellos nosotros nuestro nuestra mi mis su sus este esta estos estas por para con sin
    entre antes después desde hasta durante qué cuál cuándo dónde cómo quién y o pero escriban
    hay visto fecha o os as um uma uns umas do da dos das no na nos nas ao à meu minha seu sua
    nosso nossa este esta isto por para com sem entre antes depois desde até durante que qual
    quando onde como quem e ou mas escrevam há foi é
    """,
)

RU_GIVEN = (
    "аркад афанаси богдан валери вениамин всеволод гавриил герман глеб демьян ефим захар "
    "игнат кузьм лев марк матве мирон назар прохор родион рустем савели сав святослав семён "
    "тарас тагир трофим фарид эдуард эльдар эмил юсуф яков ярослав азат айрат алишер арман "
    "асхат бекзат дамир ильдар искандер камил марат мурат нурсултан рафаил ренат санжар "
    "темирлан улугбек шамил агафь агни аглаи альбин анфис антонин васили вероник ев евдоки "
    "евгени жанн инн инг карин кир клар ксени люб люсь майя матрён милан пелаге прасков рим "
    "роз сусанн тамил фаин федор эльвир эмм юлиан яна адел айнур айжан алсу асель венер гузел "
    "гульмир динар жазир зарин зульфи камил лейл мадин наил назир рамил сабин салтанат фарид "
    "шахноз эльмир паш гортензи тон клав шур фрос александр алексе анатоли андре антон аркади "
    "артём борис вадим валенти васили виктор виталий владимир владислав вячеслав геннади "
    "георги григори данил дмитри евгени егор иван игор илья кирилл константин леонид максим "
    "михаил никита никола олег павел пётр роман руслан серге станислав степан тимур тимофе "
    "фёдор юри данияр айбек ерлан нурлан бахыт рустам фарход александр алл анастаси анн "
    "валентин валери вер веронин виктори галин дарь екатерин елен елизавет зинаид зо ирин "
    "клавди лариса ларис лид людмил маргарит мари надежд натал нин оксан маш саш кат тан над "
    "миш серёж вов дим ван аня лен люб гал зин ольг полин раис светлан софь тамар татьян юли "
    "айгул гульнар мадин зухр фатим динар"
)
RU_NOT_A_PERSON = (
    "росси москв петербург самар казан новосибирск владивосток бишкек душанб ташкент алмат "
    "астан женев казахстан кирги кыргыз таджикистан узбекистан туркмен беларус украин армени "
    "грузи азербайджан молдов европ ази африк красн министерств всемирн организаци федеральн "
    "государствен правительств парламент дум резолюци закон приказ республик област карновск "
    "эдмонтон ходжкин капош гентингтон фабри паркинсон альцгеймер боткин бурденко склифосовск "
    "блохин герцен пирогов морфин дексаметазон галоперидол парацетамол трамадол"
)

AR_GIVEN = words(
    """
    أنس أسامة إدريس إلياس أمجد أنور أكرم أدهم باسل بدر بسام بشار بكر تامر توفيق ثامر جعفر جلال
    جهاد حاتم حازم حبيب حسام حكيم حمد حمدان حيدر خليل خليفة ربيع رشيد رضا رفيق رياض زكريا زيد
    سالم سامي سفيان سليم سمير شادي شريف شهاب شوقي صابر صدام صلاح ضياء عادل عارف عاصم عامر عباس
    عدنان عصام عطية علاء عماد عمار عيد غازي غالب فؤاد فادي فاروق فراس فريد فهد فوزي قاسم كاظم
    لؤي ليث مازن مالك مبارك مجدي محسن مراد مرتضى مشعل مصعب معاذ معتز منذر منصور منير مهدي مهند
    مؤيد نايف نجيب نزار نضال نعيم نوح هشام هيثم وائل وسام يحيى يعقوب يونس حمادي الطيب البشير
    بشير الصادق عبدو ابتسام أحلام أروى أسيل إسراء ألاء آلاء أمل أماني أميمة انتصار إنعام إيناس
    بثينة بدرية بسمة بشرى بلقيس بهية تغريد ثريا جميلة جواهر جيهان حسناء حصة حفصة خلود خولة دانا
    دعاء دلال ديما رابعة راوية رباب رجاء رحاب رزان رشا رغد رفيدة روان ريهام زهرة زهراء زكية
    سامية سحر سكينة سلوى سماح سمر سناء سهام سهى سوسن شروق شهد صباح صفاء صفية عبلة عبير عفاف
    علياء غادة فادية فاتن فتحية فداء فريدة فوزية كوثر لبنى لطيفة لمياء مديحة مرام مروة مها
    ميادة ميساء ميسون نجاة نجوى ندى نسرين نعيمة نهى نهلة هاجر هالة هناء هيام هيفاء وداد ورود
    وسام وعد يسرى محمد أحمد محمود علي حسن حسين عمر عثمان خالد يوسف إبراهيم ابراهيم إسماعيل
    مصطفى عبدالله عبدالرحمن سامر سمير نبيل كريم ياسين ياسر طارق زياد وليد رامي فادي هاني ماجد
    ناصر فيصل سلطان صالح سعد سعيد جابر حمزة بلال أيمن أشرف جمال كمال طه موسى عيسى داود سليمان
    مروان غسان باسم فاطمة عائشة خديجة زينب مريم ليلى سلمى هدى نورة رنا ريم منى هند سعاد سميرة
    نادية آمنة أسماء رقية حليمة نوال وفاء إيمان رانيا دينا لينا سارة هبة شيماء حنان أميرة نجلاء
    بثينة
    """
)
AR_UNSURE = words(
    """
    بدر جلال جهاد حازم حبيب حكيم ربيع رشيد رضا رفيق رياض سالم سليم شريف شهاب صابر صلاح ضياء
    عادل عارف عامر عيد غالب فريد قاسم مالك مبارك محسن مراد منير مهدي نجيب نضال نعيم نوح الطيب
    البشير بشير الصادق أحلام أمل أماني انتصار بسمة بشرى جميلة خلود دعاء دلال رجاء رحاب زهرة سحر
    سماح سمر سناء سهام صباح صفاء صفية عبير عفاف فريدة لطيفة نجاة ندى هناء وداد ورود وعد شروق
    شهد بهية زكية أنور أكرم خليفة راوية رابعة غادة سامية تامر أنس باسل حاتم وسام blessing
    comfort goodluck innocent mercy patience peace precious prosper neo mike ivy hazel olive
    violet viola dean jade olivia penny glenn heather victor jean parfait désiré honoré
    victoire félicité aurore toussaint marine margot alma aurora blanca celeste clemente
    constanza domingo encarnación esperanza flora florencia justina milagros modesto máximo
    paloma perla regina rosa román salomé soledad trinidad violeta virginia marina santiago
    parto bento gil cândida vitória plácido domingos custódio lima carolina augusto nova wilson
    كريم سعيد صالح محمود جمال كمال هدى منى إيمان أميرة وفاء حنان هبة نوال أيمن ناصر سلطان سعد
    باسم ماجد علي هند نادية عيسى أسماء آمنة حسن
    """
)
"""Names that are also words: they need a title or a family's name beside them."""

ZH_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    "魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎"
)
ZH_TWO = "欧阳 司徒 上官 诸葛 司马 东方 皇甫 慕容 令狐 端木 夏侯 尉迟"
ZH_GIVEN = (
    "远兰满河长小志思新正民义礼智信仁爱友良善美好安康宁乐福禄喜春夏秋冬山川江海石金银铜钢铁木火土"
    "风雷电星月日阳光亮辰阿大中元启泽润清源洪涵湘沛沁淑娴娇媛嫣妍姗妮萍芬芝芹茹莉莎菲萱蓉蕾薇蓓"
    "卫军兵士武威震振兴旺昌盛富裕发财进胜利成功达运通顺群众杰豪雄英才学文斌彬琪瑶瑾璐珊珠琼碧翠"
    "红绿青紫蓝素洁冰雁燕鸿鹏鹤凤麟虎豹骏驰翔腾越超跃健康毅恒坚定忠诚实朴厚德怀念恩慈孝子女娃"
    "强伟芳娜敏静丽军建国华明霞燕玲艳娟勇磊杰涛斌辉鹏飞超波浩宇轩婷雪梅兰英秀珍凤菊桂红莲荣文志刚"
    "平东海云龙春晓玉洁琳倩颖佳怡欣诗涵雨晨凯俊峰博栋梁德福贵财宝庆生根树林森淑惠慧贤琴瑞祥永长"
)
ZH_DOUBTFUL = "曾顾周高安成石云方时白黄万全江金夏龙马田任康段史钱温程于何许余"
"""Surnames that begin many other words; without a title they prove nothing."""
