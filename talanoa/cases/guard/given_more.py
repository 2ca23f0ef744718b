"""More given names in Latin letters, as they are met where the hubs are. Imports no Django.

Written down here from general knowledge, region by region, from eastern and southern Africa by
western Africa, Madagascar, Latin America and South Asia to the Pacific and the Maghreb; see
``lists``.
"""

from talanoa.cases.guard.scripts import words

MORE = words(
    """
    okello ocen odongo ojok okot onen oryem otim olara omara opolot akello acen adong aber
    achan akot amony apio atim auma awor ajok lamunu nyangoma kato wasswa babirye kakooza
    kiggundu lubega mugabi nabirye nakato nakku nalubega namatovu namukasa nansubuga nantongo
    nassali nsubuga ssempijja tumwine twesigye kyomuhendo katusiime kamya byaruhanga
    ahimbisibwe ainembabazi asiimwe atuhaire wekesa simiyu nekesa naliaka makokha kiprono kibet
    kiplagat chepkemoi cherotich jepkosgei jeptoo jerono wangari wangui waithera gathoni
    wangeci karanja kariuki macharia maina mburu mwaura njuguna ndungu kimani awino akinyi
    adhiambo anyango apondi awuor achola omondi onyango owino ouma opiyo oduor kagendo mwende
    mwikali mumbua ndanu kioko musyoka nzioka zawadi baraka rehema pendo tumaini upendo furaha
    bahati shukuru juma hamisi mwajuma zuhura mwanaidi rajabu ramadhani shabani selemani
    athumani mohamedi bakari omari hassani saidi ally mariamu zainabu hadija sauda kulwa doto
    masanja mashaka chikondi limbani limbikani temwani wezi wezzie takondwa tiyamike tamandani
    tawonga yankho madalitso mayamiko kumbukani lusungu mwayi pemphero tionge chifundo dalitso
    thoko ulemu yamikani masautso gift mabvuto chilufya kasonde mwape mwansa nkandu bupe
    chishimba kapembwa lubasi mubita namakau inonge mutumba nasilele situmbeko likando lweendo
    choolwe mweemba hamoonga tawanda takudzwa tariro tsitsi ruvimbo rufaro rumbidzai ropafadzo
    ngonidzashe munashe kudakwashe kuda fungai chenjerai anesu anotida panashe tonderai
    simphiwe sindisiwe siyabonga thabiso thembi thembeka zinhle nokuthula nomthandazo
    nonhlanhla nosipho ntombizodwa nompumelelo bonginkosi mduduzi mzwandile anele andile
    bulelwa buyisiwe khanyisile khethiwe lwandile luthando mthunzi nandi noluthando phumla
    senzo keabetswe kgomotso kgosi lesedi masego mmabatho mogomotsi neo onalenna oratile thato
    tebogo boitumelo dineo mamello malefa puleng relebohile retselisitsoe teboho limakatso
    mapaseka moeketsi lineo ndapewa ndapandula nangula ndeshi penda shikongo tangeni tuhafeni
    hilma selma johanna fillemon kelvin calvin alvin derrick erick geofrey hezron jairus joash
    jotham julius kefa laban lazarus levy lucky luka mable milcah nelly norah nuru purity
    racheal rodah roda rosebella scholastica sharifa simeon sophia sylvester teddy teopista
    topista wilson winfred yohana yosefu zablon zephaniah abimbola adeola adetola adewunmi
    ademola adesuwa afolake akinwumi akinyele anuoluwapo ayodeji ayomide babajide bolanle
    busola chiamaka chidera chibuike chibuzor chinenye chisom chukwuemeka chukwudi damilola
    ebere efe efosa ejike ekaette ekene eniola esosa fatai feyi folasade funmilayo gbenga
    hadiza ibironke idowu ifeanyi ifunanya ijeoma ikenna ireti jide jumoke kayode kehinde
    khadijat kosisochukwu lanre laraba ladi mairo nkem nkiruka nnamdi nonso nwakaego obiageli
    oghenekaro olabisi oladele olanrewaju olumide oluwatobi omotola onome onyeka onyinye osaze
    oyinkansola rotimi seun sikiru simisola somto titilayo tobechukwu tochi toyin uchechi
    ugochi ugonna umar usman uzoma wale yewande abenaa adwoa akwasi ato baaba ebo fiifi kobina
    kodjo koku komla kossi kouakou konan kokou kwadwo kwesi mawuli mawusi nii selorm sena senam
    yaa yawa yawo dzifa delali edem elikem enyonam eyram akouvi akofa akossiwa ablavi afi adjo
    adjoa amavi affoué ahou akissi amenan amoin adjoua yao brou adjara aliou alpha amara anta
    arame aziz baba bachir bamba biram bineta dado dieynaba djibrilla fadima fama fatim fily
    hamsatou haoua hassane issiaka kadija karamoko khadim kiné lassina makan mame mamadi marème
    mariétou massata mbaye modibo mor moustapha nènè ngoné niakalé oulimata ousseynou ousseïnou
    rama rokhaya sanata sény serigne seynabou sidy sira sirantou sokhna soukeyna tapa tiémoko
    yacouba zeinabou zénabou rasmané tegawendé wendpanga pingdwendé rasmata poko alphonsine
    arlette armel aubin basile béatrix boniface calixte cédric darius désirée edwige éléonore
    émilienne espérance euphrasie faustin faustine félicienne fortunée généreuse gérardine
    gloire gracieuse hyppolite hippolyte immaculée jocelyne joséphine julienne juvénal léocadie
    léontine lucile mado magloire marcelline marlène martial moïse noëlla octavie pacôme
    parfaite pascaline privat pulchérie rachelle séverin sosthène suzie théodule théogène
    théoneste tharcisse ulrich vianney yanis enzo nolan kylian mathis inaya kenza lilou maëlys
    louane hasina haja hanta faniry fanja fara fenitra feno fidy harena herilanto hery holy
    lalaina lalao lanto mamy mamitiana miora mihaja nambinina narindra naina nirina njara onja
    rado ravaka rija rindra rivo rojo sitraka soa solofo tahina tahiry tantely tiana tojo tsiry
    vola voahangy volatiana zafy rakoto ramaro yandel yaneth yanira yenny yeimy yolotzin
    xóchitl xiomara vianey teófila rosalinda rosendo romualda reyna primitiva olinda nélida
    nely nayeli mireya maximina luzmila lizbeth karla justino jhonatan jenaro irma heladio
    fulgencio fredy flor felícita elda doroteo dionisia delfino dámaso crisóstomo crescencio
    crescencia conrado clemencia cipriano chabela chayo chepe cesáreo celestino brayan bartolo
    aurelia asunta anastasio altagracia aleida albina abundio abelardo wayra tupaq sami illari
    inti kusi killa amaru huaman saturnina yaretzi citlali citlalli tonatiuh ixchel ainhoa
    itziar nerea iker unai aitor xavi jordi montse mercè núria oriol arnau laia nagore leire
    bia adalberto adelina alcinda apolinário arcanjo arménio arminda ascenção áurea benjamim
    branca caetana cândido carmelina cesário deodato dércio dilma elídio élio felizarda filipa
    floriano germana gregório helder hélder hélio herculano honorato isidoro jorgina josina
    julieta juvenal lavínia leopoldina marinela melita mécia pedrina perpétua rosária salvina
    samora tânia terezinha tomé ulisses valdina valéria venâncio zaida zefanias nhamirre anifa
    atija awaji muanacha momade abudo sualehe amade faizal ancha muaziza mwanasha njinga ngueve
    tchipilica tchissola kiesse mbemba nzinga nzuzi makiesse dialungana ndombele aarav aditi
    aditya aishwarya ajay akash alok amar ambika amita anand ananya aniket anjana ankit
    anuradha anusha aparna archana arun aruna ashwini avinash bala balaji bharat bhavana bhavya
    bimala bishnu chandan chandrika chitra damodar deepika devi devika dinesh durga gauri
    gayatri geetha govind harish hema hemant indu ishaan janaki jaya jayanti jyoti kalpana
    kamla kanchan karthik karthika kavitha keshav kishore komal kunal lata laxman leela madhav
    madhavi mahendra mahesh malati malini mamta manish manisha mohini murugan nagesh narayan
    naresh naveen neelam nitin prabha pradeep pramod prasad prashant praveen preeti priyanka
    pushpa radha radhika raghav rajani rajendra raju rakesh ram rani rashmi reena revathi rina
    ritu rohini sangeeta sarala saraswati saroj seema selvi shalini shankar shanta sharada
    sheela shiv shobha shruti shyam siddharth smita sneha sridhar subhash suman sumitra
    surendra surya swati tara vandana vasanth venkatesh vidya vijaya vikas vinay vinod vishnu
    yamuna yogesh shabana parveen rukhsana razia begum khatun irfan javed kamran nadeem naveed
    saeed sajid shazia waqar zahid zubair zubeda abdur rahim jahanara monowara nazma rahela
    rokeya sufia sela siosaia wati vani ulamila titilia timoci sitiveni sikeli seru ratna peni
    penaia osea nemani mereseini mereoni merelita meli laisa kalesi josaia josateki jone
    ilisoni iliesa inise epeli emosi eseta elenoa asenaca apisai alesi akanisi akosita ofa lose
    nafe nanai pesi pauliasi sulieti sisilia samisoni semi falelua fetuao leota lagi masina
    mataio penina salamasina talia tasi teuila tiva toma tuala vailea tebora teburoro teitiota
    tekarei tioti bwere kaure nei aroha hine ngaio tama wiremu hemi rawiri hone manaia kahu
    tane harun haroun ilyas ishaq kareem khaled malak marwa mounir naima najat nawal noura
    othman rabia rachida rahma ramzi rania saad safiya said salah salim sherif siham soumaya
    wassim yahya yassin yassine zahra zakia zineb zoubida abderrahmane abdellah amal anissa
    asma assia badr bouchra chadia dalila djamel fadila fadwa farouk fatiha fatna fouad hafida
    hafsa hakim hanane hasna hayat hicham houda ikram ilham imane jawad kaltoum kamel khadidja
    lahcen lalla larbi latifa lotfi malika meriem messaoud mouna naoufel nassima nezha ouarda
    rabah redouane rkia saliha samia slimane souad tahar touria yamina yasmina zohra
    """
)
