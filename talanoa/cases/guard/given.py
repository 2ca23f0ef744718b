"""Common given names, as they are written in Latin letters. Imports no Django.

Written down here from general knowledge; see ``lists``.
"""

from talanoa.cases.guard.given_more import MORE
from talanoa.cases.guard.scripts import words

GIVEN = MORE | words(
    # English, and names met in eastern, western and southern Africa, South Asia and the Pacific
    """
    james john robert michael william david richard joseph thomas charles christopher daniel
    matthew anthony donald steven paul andrew joshua kenneth kevin brian george edward ronald
    timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott
    brandon benjamin samuel gregory patrick frank raymond jack dennis jerry peter henry arthur
    albert walter harold liam sean fergus mary patricia jennifer linda elizabeth barbara susan
    jessica sarah karen nancy lisa betty margaret sandra ashley dorothy kimberly emily donna
    michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy
    angela shirley anna ruth helen agnes florence esther judith chinedu emeka ngozi adaeze
    amaka obinna ifeoma kwame kofi ama akosua abena yaw kojo wanjiru njeri otieno achieng
    odhiambo wambui kamau mwangi thabo sipho thandi nomsa lerato tendai rudo chipo farai
    mulenga chanda bwalya phiri banda mutinta rajesh suresh ramesh anil sunil sanjay vijay amit
    rahul priya anjali lakshmi sita gita mele sione viliami mosese ana losa tevita litia
    """,
    # French
    """
    jean pierre michel andré philippe rené louis alain jacques bernard marcel daniel roger
    robert claude christian georges françois étienne laurent yannick yves guy gilles thierry
    pascal marie jeanne françoise monique catherine nathalie isabelle jacqueline anne sylvie
    martine madeleine bernadette solange claire cécile thérèse odette colette geneviève aminata
    fatou mamadou moussa ousmane ibrahima abdoulaye cheikh modou awa aïssatou mariama khadija
    karim rachid yacine fatoumata adama issa seydou salif oumar
    """,
    # Spanish and Portuguese
    """
    josé juan antonio manuel francisco carlos luis miguel ángel pedro jesús javier rafael
    fernando alejandro diego jorge ramón ramiro andrés joaquín segundo hugo óscar raúl sergio
    maría carmen josefa isabel ana dolores pilar teresa cristina lucía marta elena mercedes
    guadalupe lupita rosario consuelo yolanda beatriz gloria luz joão antónio antônio paulo
    joaquim ramiro tiago rui nuno vasco conceição fátima luísa filomena helena carmo graça
    lurdes benedita mariana abel sebastião caetano manuela fernanda adriana juliana
    """,
    # more of each, as they are common among grandparents, parents and children
    """
    adam aaron alan alice alison amos andrea angus arnold audrey barry beatrice ben bernice
    bernie beryl betsy bill bob bobby brenda bridget carl caroline cathy cecilia clara clive
    colin connie craig damian danny dave dean debbie derek diana diane doreen doris douglas
    duncan edith edna edwin eileen eleanor ellen elsie emma erica ernest ethel eva evelyn fiona
    fred geoff geoffrey gerald geraldine gertrude gilbert gina glenn gloria gordon graham greg
    gwen hannah harriet harry hazel heather henrietta herbert hilda howard hugh ian irene isaac
    ivan ivy jackie jade jake jane janet janice jean jenny jill jim jimmy joan joanna joe joel
    john johnny josephine joyce judy julia julian julie june keith kelly ken kim kirsty
    lawrence leah leo leonard leslie lewis lillian lily lionel lorna lucy luke lynn mabel
    malcolm marion marjorie marlene martha martin maureen maurice mavis megan mervyn mick mike
    mildred miriam moira molly mona monica morris moses muriel myra nathan neil nellie nigel
    noel nora norma norman olive oliver olivia oscar owen pam pamela pat paula pauline peggy
    penny percy phil philip phyllis polly rachel ralph ray reg reginald rita rob robin rodney
    roger ron rosemary roy russell sadie sally sam sandy sean sheila sid sidney simon solomon
    sophie stan stanley stella steve stewart sue suzanne sylvia ted terence teresa terry tina
    toby tom tommy tony tracy trevor valerie vera vernon veronica victor vincent viola violet
    wallace walter wanda wendy wilfred willie winifred yvonne abiodun abubakar adebayo adekunle
    aisha akua aliyu amina babatunde blessing bukola chinwe comfort dapo ebele efua ekow
    emmanuel esi fatuma folake funmi gideon goodluck halima hauwa innocent isioma kelechi
    kwabena kwaku kwasi mercy modupe musa nana nneka nkechi olu oluchi oluwaseun patience peace
    precious prosper sade segun tunde uche yemi zainab barasa chebet cheptoo kipchoge kiprop
    kiptoo korir makena muthoni mutua nafula nakimuli nyambura okoth opio tumusiime wafula
    wairimu ayanda bongani khanyi lindiwe mandla mpho naledi palesa sibusiso sizwe themba
    thulani vusi zanele zodwa blessings chimwemwe kondwani mphatso arjun asha deepak dilip
    ganesh geeta gopal hari indira kiran krishna kumari lalita manoj meena mohan mukesh nisha
    padma pooja prakash rajan ravi rekha rohit sanjana shanti sunita usha vikram shabnam tariq
    imran bilal farida nasreen rubina saima shahid tahir zafar malia siaosi sefo tavita
    """,
    """
    achille adèle adrien agathe albane albertine alexandre alexis alfred alphonse amélie
    anatole antoine antoinette armand arnaud auguste aurélie aurore baptiste benoît bertrand
    blaise brigitte bruno camille carole céline chantal charlotte clément clémentine colette
    corinne cyrille damien danielle delphine denis denise désiré didier dieudonné dominique
    edmond édouard élise éloïse émile émilie emmanuelle estelle eugène eugénie fabrice félicité
    ferdinand firmin florian franck frédéric gabriel gaston gérard germaine ginette gisèle
    grégoire guillaume gustave hélène henri henriette honoré honorine hortense hubert hugues
    huguette ignace irène jérôme joël joseph josette judicaël jules julien juliette justine
    lazare léa léon léonie liliane lucette lucie lucien lucienne ludovic lydie marc marcelle
    margot marguerite mariette marius mathieu mathilde maurice maxime mélanie mireille muriel
    nadège nadine nicole noëlle odile olivier parfait patrice paulette pélagie prosper raphaël
    raoul raymonde régine rémi robert roland romain rosalie sabine sandrine sébastien serge
    simone sophie stéphane suzanne sylvain tanguy théodore thibault timothée toussaint ursule
    valentin valérie véronique victoire victorine vincent virginie viviane xavier yolande
    yvette yvonne zacharie zoé aïcha alassane alioune amadou amidou assane awa balla bakary
    bintou boubacar coumba daouda demba diarra djénéba fanta fodé habib hadja hamidou hawa
    idrissa ismaël kadiatou kadidia koffi kouamé kouassi lamine maïmouna malick mamady
    mohamadou ndèye nafissatou oumou pape rokia sadio safiatou salimata sékou sidiki souleymane
    tidiane yaya youssouf zeynab tarek nabila mourad farid nadia
    """,
    """
    adela adriana agustín alberto aldo alejandra alfonso alfredo alicia alma álvaro amalia
    amanda amelia amparo ana andrea anita antonia araceli armando arturo aurelio aurora bárbara
    bautista benito benjamín bernardo berta blanca camila camilo carla carlota carolina
    catalina cecilia celia celeste césar clara claudia clemente constanza cristóbal daniela
    dario darío delia dina domingo edgar edith eduardo elías elisa eloísa elsa elvira emilia
    emilio encarnación enrique ernesto esperanza esteban estela ester eugenia eugenio eva
    evaristo fabián fabiola facundo federico felipe félix fermín fidel flora florencia
    francisca gabriela genoveva gerardo germán gilberto gonzalo graciela gregorio guillermo
    gustavo héctor herminia hernán hilda horacio hortensia ignacio inés irene isidro iván
    jacinta jacinto jaime jairo javiera jesusa jimena joel josefina juana juanita julia julián
    juliana julio justina laura leandro leonor leticia lidia liliana lorena lorenzo lourdes
    lucas lucio luisa magdalena marcelo marco marcos margarita marina mario marisol marlene
    martín matías mauricio máximo melchor micaela milagros miriam modesto mónica nancy natalia
    nelson néstor nicanor nicolás noemí nora norma octavio olga omar osvaldo pablo paco paloma
    pancho patricia patricio paula paulina pepe perla petrona ramona raquel rebeca regina
    reinaldo ricardo rita roberto rocío rodolfo rodrigo rogelio román rosa rosalía rosario
    rosaura rubén rufino salomé samuel sandra santiago sara saúl sebastián silvia silvio simón
    sofía soledad susana tadeo tania teodoro tomás trinidad úrsula valentina valeria vanesa
    verónica vicenta vicente víctor violeta virginia ximena yesenia yesica zulema
    """,
    """
    adelaide adelino adília afonso agostinho albertina alberto albino alexandre alfredo alice
    alzira américo amílcar ângela ângelo aníbal arlete armando artur augusto aurora avelino
    baltazar bento bernardo bruna bruno caio camila cândida carla carlota carolina catarina
    cecília célia césar clara cláudia cláudio cristiano custódio daniela débora delfim delfina
    dina diogo dionísio domingos domingas duarte edite edmundo edna eduarda eduardo elias elisa
    elsa emília ermelinda ernestina ernesto estêvão etelvina eugénia eulália eva ezequiel fábio
    felícia felisberto félix filipe flávia flávio florinda gabriel gabriela genoveva geraldo
    germano gilberto gil gonçalo graciete gualter guilherme gustavo heitor heloísa henrique
    hermínia horácio hortênsia inácio inês iolanda irene isaura ivone jacinta jacinto jacira
    jaime januário joana joaquina jorge josefa josué judite júlia júlio laura laurinda leandro
    leonor letícia lídia lígia lino lourenço lucas luciana luciano lucília luís luísa luzia
    madalena manuel marcela marcelo márcia márcio marcos margarida marina mário marta mateus
    matilde maurício miguel milton natália nélson nélia norberto odete olga olívia orlando
    osvaldo palmira patrícia paula plácido rafael rafaela raimundo raquel regina reinaldo
    renato ricardo rita roberto rodrigo rogério rosa rosália rosalina rosana rute salomé samuel
    sandra sara serafim sérgio silvana sílvia simão sofia sónia susana tadeu tatiana telma
    teodoro teresa tereza tomás valdemar valentim vanessa vera verónica vicente vítor vitória
    virgílio vitorino xavier zacarias zélia zulmira
    """,
    # Arabic in Latin letters
    """
    mohammed muhammad mohamed ahmed ali hassan hussein omar khalid yusuf youssef ibrahim fatima
    aisha maryam zainab khadijah layla leila samir nabil huda abdullah abdul salma amina yasmin
    """,
    # rarer ones of each, from Samoa to Senegal and from Peru to Nepal
    """
    abigail ada adaora afia afua agatha aidan aisling alastair alex alexander alexandra
    alfie amber aminu anastasia anika anneka annie anselm anya apinya april arabella archie
    ariel arlene arlo ashok astrid atieno audra ava ayesha ayo ayodele azubuike balaraba
    beatrix belinda benedict bertha bertram bethany beverly bhavna birgit bisi blessed
    bongekile bronwen bruce busisiwe byron caitlin callum cameron candice carmel casper
    cassandra catriona charity charlie chelsea cheryl chiara chidi chidinma chika chinonso
    chioma chisomo christabel christine cindy clarence claudine clement clifford clinton
    conor constance cordelia cornelia courtney crispin cuthbert cyril daisy daphne darren
    davina dawn desmond dikeledi dirk dominic donovan dora dudley dumisani dylan ebenezer
    ebony effie eirlys eliza elijah elinor eliud ella elspeth elvis ephraim esmé ethan
    eugene eunice everlyn ezekiel ezinne faheem fanny faruk felicity felix festus fidelis
    flavia francine francesca freda freddie frederick freya gabrielle gareth gavin gemma
    genevieve giles gladys glory godfrey godwin gretchen grover gugu gulshan gunther hamish
    hans harpreet hastings haruna helga henrik herman hermione hilary hlengiwe holly hope
    horace humphrey idris ignatius ikechukwu imani imelda imogen inga ingrid innocentia
    iqbal ira isla ismail itumeleng ivor iyabo jabulani jamal jamila jasmine jayne jedidiah
    jemima jerome jethro joachim jocelyn jody jolene jonah josiah joy judah judas kabelo
    kagiso kalinda kamal kamala karabo karina karl katherine kathryn kathy katie katya
    kavita keisha kemi kenechi khumo kieran kirsten kofo kudzai kunle kweku kylie lakshman
    lamin lancelot lara latoya lauren lebogang lena lesego letitia levi lilian linus lisbeth
    loretta lorraine lothar louisa louise lovemore lubna lucian lucinda ludwig lulama
    lungile lusanda lwazi lydia madhu magnus mahlet mahmoud malaika malik mandisa maria
    marian marianne mariam marissa marlon mathew matilda maud mavuto max maya mbali meera
    mehdi melvin mercia meredith merlin michaela milena millicent mina minnie mirembe moreen
    mufaro muna mungo murray mustafa mutale mwila namukolo nandini nanyonga naomi narges
    nasra natalie natasha neema neha nesta neville ngozika nicola niamh nikhil nils nina
    njoki nkosana noah noleen nomalanga nombuso nomfundo nomvula nontobeko norbert nqobile
    ntombi nthabiseng nyasha nyokabi oba obed obi obioma ochieng ola olaf olamide ole
    olufemi omolara onesmus oona opeyemi ophelia osagie oswald otis ottilie pallavi pandora
    parvati patsy pearl penelope perpetua petra petronella phillip philippa philomena
    phindile phoebe phumzile pius pranav prem presley prudence quentin quincy rafiq raheem
    rajiv ramsey randolph rashida rasheed refilwe renuka reuben rhoda rhonda rhys rika rishi
    rohan rolf ronan rory rosalind rosalyn rosemarie rosina rowena rukmini rupert ruby
    rutendo sabina sabrina sagal saida sakina salome samantha samira samson sanele sandeep
    saskia saul savita seamus selina seraphina seth shaheen shakira shane shanice shanthi
    sharmila shaun shauna shelagh shelly shepherd sherry shirin shreya sibongile sifiso
    silas simbarashe sindiswa sinead sinenhlanhla siobhan sithole siphiwe sonia spencer
    stacey stuart subira sudha sultana suraj susanna suzette svetlana sven sybil tabitha
    tafadzwa taiwo tamara tamsin tanisha tanya tapiwa tarun tasha tatenda temitope temwa
    temperance tess thaddeus thandeka thandiwe thea thelma theodora theodore theresa thobile
    thokozani thokozile tiffany tilda tim tinashe titus tobias tobi tomasi travis tristan
    tsepo tshepo tumelo tyrone uchenna uduak una unathi ursula uzma vaughan vimala vivek
    vivian walid wanjiku warren wayne wendell whitney wilhelmina winnie winston wole xolani
    yetunde yohannes zachary zandile zara zebedee zelda zenobia zina zoe zola zuleika zuri
    alofa fetu fatu ioane iosefa latu lupe mafi manu mata moana pele pita salote semisi
    seini sina sefina taniela tupou viliame waisale ratu adi lavenia sereana mere litiana
    divya deepa dipak bikash binod sujata sushila sarita laxmi manju nirmala puja roshan
    sabita tenzin pema karma sonam dorji wangmo thuy linh minh tuan hoa lan mai phuong siti
    nur aung thida sokha chanthy somchai malee maricel jun abdel abdelkader abdou abdoul
    adélaïde agnès aïda aimé aimée aïssa aïssata aline alix amandine amédée aminatou anaïs
    ange angèle angélique annick apolline appolinaire ariane aristide armelle arsène assétou
    astou athanase aude augustin augustine aurélien aya ayoub babacar barnabé bassirou
    bastien béatrice bénédicte bérénice berthe bienvenu bienvenue binta blandine brahim
    brice carine casimir cécilia célestin célestine césaire chloé christelle christiane
    christophe clarisse claudette clémence clotilde clovis colombe constant constantin
    corentin cyprien djamila djibril donatien dorcas édith edmonde élie éliane élisabeth
    éloi élodie éric ernestine étiennette eulalie évariste éveline fabien fabienne fatimata
    félicien fernand fidèle flavie flavien florent florentine fortuné francis frédérique
    gaël gaëlle gaspard gédéon georgette gérald géraldine germain gervais ghislain ghislaine
    godelieve goretti guillaumette habiba hamza harouna hassana hector hermine hervé hilaire
    hyacinthe ibou ida inès innocente isidore issouf jacquot jérémie joëlle josiane kader
    kévin khady kouadio lassana laure laurence léonard léopold loïc macaire mady magali
    mamoudou manon marceline margaux maryse mathias mathurin médard mélissa michaël
    micheline modeste myriam nafi narcisse natacha nestor nicaise nicolas ninon noé noël
    noémie octave ophélie pacifique paulin perpétue perrine philibert philomène placide
    raïssa ramata régis renaud rodrigue rokiatou rolande romuald rose-marie roseline rosine
    samba saturnin sédar séraphin séraphine séverine sibiri sidonie siméon solène stanislas
    stéphanie sylvestre sylviane tène thaddée théo théophile tidjane tiphaine urbain
    valentine valère victorien wilfried yvan zakaria zélie zénaïde zéphirin abril adelaida
    adolfo adrián agapito agripina águeda agustina aída alba alberta alejo alfonsina alonso
    alvina amadeo américa anabel anacleto anahí anselmo antonela apolinar aracely arcadio
    arnulfo arsenio artemio asunción aureliano azucena baldomero bartolomé basilio belén
    benigno benita bernabé bernarda bernardina bienvenida bienvenido blas bonifacio braulio
    brígida calixto candelaria cándida cándido carmelo casimiro cecilio celedonio celso
    cesar ciriaco claudio clementina cleotilde concha concepción conchita constantino corina
    cornelio crisanto crispín cristian cruz dagoberto damián dante dayana demetrio denisse
    desiderio deysi dionisio domitila donato dorotea edelmira edgardo edilberto eduvigis
    efraín eladio eleazar eleuterio eliseo elisenda eloy emeterio emiliano encarna encarnita
    enriqueta epifanio erasmo esmeralda estanislao estefanía eufemia eulalia eulogio eusebia
    eusebio eustaquio fabiana faustina faustino fausto felicia feliciano felicitas felipa
    fidencio filemón filomeno florentina florentino floriberto fortunato froilán gabino
    gaspar genaro gertrudis gisela gladis gregoria griselda guillermina gumersindo heliodoro
    heriberto hermelinda hermenegildo higinio hilaria hilario hipólito honorio humberto
    ignacia ildefonso indalecio inocencia íngrid ireneo isabela isaías isidora ismael itzel
    ivonne jacoba jeremías jerónimo jhon job jonás jovita justo laureano lázaro leocadia
    leonardo leoncio leonel leopoldo lilia lina lisandro lorenza lucila lucrecia macario
    maite malena marcelina marcelino marcial mariano maribel maricela maricielo maricruz
    maritza martina mateo maura mauro maximiliano máxima melania melquíades miguelina
    minerva míriam mirta moisés narciso natividad nazario nicolasa nidia nieves nilda noelia
    odilia ofelia olegario onofre ovidio oswaldo pacífico pancracio pánfilo pascual pascuala
    pastora paulino perfecto petronila plácida plutarco policarpo ponciano porfirio
    primitivo prudencio purificación quintín refugio reina remedios remigio reynaldo
    rigoberto roberta rolando romualdo roque rosalba roselia roxana rufina ruperto rutilio
    sabino salomón salustiano samanta santos saturnino sebastiana selena serafín serafina
    severiano severino silverio silvestre simona sixto socorro telésforo teodora teófilo
    teresita tiburcio timoteo tobías tomasa toribio tránsito ubaldo valentín valeriano
    venancio ventura victorino vilma viridiana viviana wenceslao wilfredo wilmer yadira
    yamileth yuridia zacarías zenaida zenón zoila abílio acácio adérito adriano agostinha
    aguinaldo aida alcides alcina aldina almerinda almiro altina amadeu amália amândio amaro
    amélia anabela anacleta andreia antónia antônia aparecida aristides arlindo armanda
    armindo arnaldo ascensão augusta aurélio balbina belarmino belmira benedito benvinda
    benvindo bernardino bernardete carlinda casimira cassilda cátia celestina celina
    cesaltina cidália clarice clarinda claudina cleide cremilda custódia dália damião
    deolinda diamantino dinis dionísia diva djalma donzília dulce edmilsa edmilson edson
    elisabete eliane elisângela emanuel emílio encarnação eufrásia eugénio eurico evandro
    felismina felisberta fernão firmino florbela francelina frederico gertrudes gilda gilson
    giovana gonçala gracinda graziela guilhermina hermínio hilário iara idalina ilda ilídio
    inácia inocêncio íngride iracema ísis ivete jair jandira janete jonas jordão juliano
    juraci jurema jussara leocádia leocádio leonilde lia lisete lívia luana ludovina mafalda
    magda marilene marília marisa miquelina nádia natércia nazaré neide neusa nicolau nídia
    noémia otília piedade quitéria raimunda raul renata ricarda romeu rosinda rúben salete
    severina soraia teresinha tomásia toninho umbelina valdir valter vanda vânia violante
    virgínia vladimir zeferino zenaide zita zeca chico quim nelinha zezinho chiquinha
    mariazinha
    """,
)
