"""Common surnames, as they are written in Latin letters. Imports no Django.

Written down here from general knowledge; see ``lists``.
"""

from talanoa.cases.guard.scripts import words

SURNAMES = words(
    """
    smith jones taylor brown williams wilson johnson davies patel wright evans thompson
    anderson murphy kelly okafor okonkwo adeyemi mensah boateng ndlovu dlamini nkosi khumalo
    akello okello mukasa nakato tembo mwale kabongo ilunga mukendi diallo traoré coulibaly
    keita konaté ndiaye diop fall sow cissé martin dubois durand moreau lefèvre leroy garcía
    martínez lópez sánchez pérez gómez rodríguez fernández gonzález hernández ramírez torres
    flores rivera quispe mamani huamán condori choque silva santos ferreira pereira oliveira
    costa rodrigues martins sousa souza fernandes gonçalves gomes lopes marques almeida
    ribeiro tavares kumar singh sharma khan nguyen abebe abdi abdullahi abubakar acheampong
    adams addo adeleke adewale afolabi agyeman ahmed ainsworth akinyi alexander allen ampofo
    ansah appiah armstrong arthur asante atkinson awuor ayodele bailey baker baldwin balogun
    barnes barrett bassey begum bello bennett bhatt bhattacharya biswas bond bose bosire
    bradley brooks burke burns butler bwalya byrne campbell carter chanda chandra chaudhary
    chaudhry chen chepkoech cherono chikwanha chirwa chowdhury clark clarke cohen coleman
    collins cook cooper cox crawford cunningham dada das desai doyle duncan edwards ekwueme
    elliott ellis eze fisher fitzgerald fletcher foster fraser gachanja gallagher gandhi
    garba gathoni gibson gitau githinji gordon graham grant griffiths gupta hall hamilton
    harris harrison harvey hassan hayes henderson hernandez hughes hunter hussain ibe
    ibrahim igwe ismail jackson jacobs jain james jenkins johnston jordan joshi kabwe kalu
    kamanga kamau kapoor karanja kariuki katongo kaunda kennedy khoza kimani kiplagat
    kiprotich kipkemboi kumari kurian lawal lawson lewis lungu macdonald mahlangu mahmood
    malik maluleke mapfumo maphosa marshall mason masuku matthews mbeki mcdonald mcgregor
    mehta menon mhlanga mishra mitchell mkhize mohammed mokoena molefe moore morgan morris
    moyo mudenda mugisha muhammad mukherjee mulenga musa musonda mutasa mutua mwangi mwansa
    mwanza mwila nair naidoo nakamura nakimuli namara ncube ndlela nel ngcobo ngugi njoroge
    nkomo nwachukwu nwosu nyambura nyirenda nyoni obi obiora ochieng odhiambo odongo oduya
    ofori ogbonna ogunleye ojo okeke okoro okoth okoye olaniyan oliver omondi onyango
    oosthuizen opoku osei osman otieno owusu oyelaran oyelowo parker patil perera peters
    phillips phiri pillay porter powell pradhan price qureshi rahman raj rao reddy reid
    reynolds roberts robertson robinson rogers ross ryan sahu samuel sanni saunders scott
    sen shah shaw shrestha sibanda simpson sithole ssali stewart subramaniam sullivan
    suleiman swanepoel tamang tan tanaka thapa thomas thorpe tshabalala tucker turner udo
    usman venter verma vilakazi wafula walker wallace wambua wang wanjala ward watson webb
    whitfield wilkinson wood wong yadav yusuf zulu abega abessolo adjovi agbodjan ahouansou
    akakpo aka amoussou anoh assogba atangana ayissi bâ bah balde baldé bamba bangoura barry
    bathily bédié bembele benali benamar benmoussa bernard berger bertrand besnard biya
    blanchard bonnet boucher bouchard boukari boulanger bouvier brunet camara caron
    chevalier cissokho clément colin compaoré condé dabo dembélé deschamps diabaté diakité
    diané diarra dicko dieng dione diouf djossou doumbia dupont dupuis dupuy essomba étoundi
    eyenga fabre faure fofana fontaine fournier gagnon garnier gauthier gautier gérard
    girard gnassingbé guérin guèye guillaume guillot guindo hamidou henry hounkpatin houngbo
    hubert ilboudo issoufou jacquet joly kaboré kafando kalala kambale kamga kanda kané
    kasongo kayembe kouadio kouamé kouassi koné kouyaté lachance lacroix lambert laurent
    leblanc leclerc lecomte lefebvre lefort legrand lemaire lemoine lopez loubaki maïga
    makosso malonga marchand martel mathieu mbaye mbarga mboma mendy menier mercier meunier
    meyer michaud moussavou morel moulin mputu mutombo mvondo ndayishimiye ndongo ngoma
    ngono nguema niang nikiema niyonzima nkurunziza nsengiyumva ntumba nzeyimana obiang
    olivier ondo ouattara ouédraogo paré pelletier perrin perrot petit picard poulain renard
    renaud richard rivière robert robin roche rolland rousseau roussel roux roy samaké samba
    sanogo sarr sawadogo seck sidibé simon sissoko tall tambwe tano tapsoba tchoumi tessier
    tounkara touré traore tremblay tshibangu uwimana vasseur vidal vincent wade yaméogo yao
    yapi zerbo zida zongo acosta aguilar aguirre alarcón alvarado álvarez apaza aranda arce
    arias ávila ayala barrera barrios becerra benítez blanco bravo bustamante bustinza
    cabrera cáceres calderón calle camacho campos cárdenas cardozo carrasco carrillo
    carvajal castañeda castillo castro ccori cervantes chávez chura cisneros colque
    contreras córdova coronado correa cortés cortez crespo cuéllar delgado díaz domínguez
    duarte durán echeverría escobar espinoza estrada fajardo farfán figueroa franco fuentes
    galindo gallardo gallegos gil giménez godoy guaraní guerra guerrero gutiérrez guzmán
    herrera hidalgo huanca huarachi ibáñez ibarra jara jiménez juárez lara ledesma leiva
    limachi linares lozano luna macías maldonado marín márquez medina mejía melgar mena
    méndez mendoza meneses mercado meza miranda molina montalvo montenegro montes montesinos
    mora morales moreno moscoso muñoz murillo navarro nina nieto núñez ochoa ojeda olivares
    olmos orellana orozco ortega ortiz osorio otero pacheco padilla palacios palma pardo
    paredes parra paz peña peralta pinto pizarro ponce portillo prieto quintana quintero
    quinteros quiroga ramos reyes ríos riquelme robles roca rodas rojas romero rosales rubio
    ruiz saavedra salas salazar salcedo salinas sanabria sandoval santillán segura sepúlveda
    serrano sierra solano solís soria sosa soto suárez tapia tello tito toro trujillo tupa
    ugarte urrutia uribe valdez valencia valenzuela valverde vargas varela vásquez vázquez
    vega velasco velásquez vera vergara villalobos villanueva villca villegas yáñez yapura
    yupanqui zamora zapata zárate zeballos zúñiga abrantes abreu afonso agostinho aguiar
    albuquerque alencar alves amado amaral amorim andrade antunes araújo assunção azevedo
    baptista barbosa barreto barros bastos batista bento bernardes borges botelho braga
    bragança brandão brito caetano caldeira câmara cardoso carneiro carvalho cassamá
    cavalcanti chaves chissano coelho correia coutinho couto cruz cunha dias domingos
    esteves farias faria fagundes feijó félix fonseca fontes freire freitas furtado gama
    garcia gaspar godinho gonzaga guedes guerreiro guimarães henriques jesus leal leão leite
    lemos lima lobo lourenço macedo machado machava macuácua magalhães maia malheiro manuel
    marinho mário matos matsinhe medeiros melo mendes mendonça menezes mesquita monteiro
    morais moreira mota moura mondlane mucavele nascimento neto neves nhantumbo nogueira
    novais nunes paiva paixão pedroso peixoto pestana pimenta pimentel pinheiro pinho pires
    portela queiroz quintas ramalho rangel rego reis rezende ribas rocha rosário sá
    sacramento salgado salvador sampaio santana santiago saraiva sarmento seixas semedo
    sequeira serra silveira simões siqueira soares sitoe tavira teixeira teles tembe
    trindade vasconcelos vaz veiga veloso viana vieira vilela xavier
    """
)
