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
    phiri banda luis guy claire ana una abril cruz remedios socorro refugio primitivo perfecto
    pacífico pacifique justo job aimé aimée constant constance fortuné fortunato prudence
    prudencia inocencia inocencio innocente asunción ascensão piedade nazaré natividad
    purificación tránsito ventura charity glory blessed shepherd holly ruby pearl daisy amber
    judas max ola oba mata ira lance octave ange narcisse violette germain germaine romain clara
    dulce dina diva linda pastora lourdes lorena américa reina marco marcos nieves vera alba
    sofia sofía belén concepción melody dawn april bienvenue bienvenu bienvenida bienvenido
    benvindo benvinda aparecida salete modesta placide cándida cándido consuelo víctor estela
    celia amparo concha esmeralda perpétue perpetua temperance honor sage alexis sacramento
    ada manu latu karma maya shanti nur jun mai lan hoa aung samba cristal severo casimir
    lorraine orlando dallas alexandria regina paz soledad kamal grace judah levi dominique
    francine nice sean mere ratu pele lupe fortune faith patrice camille sol luna estrella
    providence célestin champion divine trésor merveille exaucé dieudonné gracia benigno
    alpha amal amara amaru anta ato aurelia baba badr bahati bala bamba baraka begum bia branca
    calvin dado devi enzo espérance fama feno flor fortunée furaha gift gloire haja hayat holy
    hone illari indu inti jordi julius kahu kato killa kuda lagi lata lazarus levy lucky luka
    malak mamy masautso mor mwayi naina nandi nii nuru ofa parfaite pendo peni privat purity
    rado rahim ram rama rania rehema rojo said sami samora semi senzo seru sira soa sophia
    surya tahina tama tane tapa tara tasi toma tumaini ulemu ulisses upendo vola wayra yaa yao
    zawadi áurea
    benigna constantino lucas placidia lia gil nova nil silas ursula blanche rose urbain urbano
    pío sixto tito mario silvestre francis emmanuel
    """
)
"""Names that are also words or places: one of them alone proves nothing."""

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
    # cities of which much is told, and departments
    """
    ababa accounts addis agadir ambato antananarivo antofagasta apia arequipa arica arusha
    asmara ayacucho bafatá bangui baucau benghazi benguela berlin bobo-dioulasso boston bouaké
    brazzaville brussels bruxelles bujumbura bukavu bulawayo cabinda cambridge casablanca
    cayenne cebu chez chiapas chicago chimoio chittagong cochabamba coimbra colombo conakry
    curitiba cusco davao dili dodoma douala dublin durban edinburgh entebbe enugu excel
    facebook fort-de-france fortaleza francistown funafuti funchal fès gaborone gao garoua gaza
    gitega glasgow goiânia goma gondar google guadalajara gulu hanoi harare hargeisa honiara
    hospices huambo huancavelica ibadan iquitos jakarta jinja johannesburg jos juba kaduna
    kandy kankan kano kaolack kathmandu kayes khartoum kibera kisangani kisumu kit kitgum kitwe
    kumasi labé lausanne libreville lichinga liverpool lobito logistics loja lubango lubumbashi
    lyon mahajanga majuro makerere managua manaus manchester mandalay manila marrakech
    marseille maseru matadi mbabane mbandaka mbarara mekelle mindelo mogadishu monterrey
    montréal mopti mutare mzuzu nacala nadi nampula ndola niamey nouakchott nouméa oaxaca
    omdurman oran oruro ouagadougou oxford papeete pasto pemba penh phnom pointe-noire pokhara
    potosí pretoria procurement puebla puno quelimane radiology records resources riobamba roma
    rome saint-denis seattle security sikasso soweto stores supply suva sylhet ségou tamale
    tarawa tarija tegucigalpa tete toamasina toronto toulouse transport tripoli tucumán
    valparaíso vienna vienne vientiane villages whatsapp windhoek yangon yaoundé ziguinchor
    zinder zomba zoom évora
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
    clinical officer officers worker workers surgeon surgeons pharmacist pharmacists manager
    secretary
    deputy nurses doctors medicine médecine medicina supérieure superior chirurgie surgery
    secrétaire
    directeur directrice director directora diretor diretora secretario secretária secretaria chefe
    clinics hospitals wards teams
    hepatitis hépatite vitamin vitamine vitamina type grade stage appendix option part section
    category influenza schedule list level phase box chapter
    jefe jefa chef enfermería enfermagem infirmiers infirmières médicos médicas oncologie oncología
    oncologia pédiatrie pediatría pediatria général générale geral development finance education
    développement éducation educación educação finances finanzas finanças justice justicia justiça
    région régional región região state states état membre même estado several somebody natural
    earth
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
