"""What the guard’s rules know in general: sentences that no text of the bench holds."""

import pytest

from talanoa.cases.guard import Type, findings


def said(text):
    return [(str(each.type), text[each.start : each.end]) for each in findings(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Her folder number is 88213 and her bed is by the window.", "88213"),
        ("Clinic card no. 312 was lost.", "312"),
        ("4471/23 is her file number.", "4471/23"),
        ("He is registered under 4471-23.", "4471-23"),
        ("Hospital number: UHI/22/04471", "UHI/22/04471"),
        ("KNH-2023-00871 came again.", "KNH-2023-00871"),
        ("The slide S19-04417 was lost.", "S19-04417"),
        ("Ward 4B, bed 12 asks for water.", "Ward 4B, bed 12"),
        ("Her card GHA-123456789-0 is wet.", "GHA-123456789-0"),
        ("N° d’assuré social 2 84 05 33 063 219", "2 84 05 33 063 219"),
        ("Inscrite sous le numéro 4471 au registre.", "4471"),
        ("Frottis C23/1187 lu deux fois.", "C23/1187"),
        ("Expediente 10-4471 del hospital.", "10-4471"),
        ("Su número de afiliada es 4471.", "4471"),
        ("Cama 3 de la sala 7.", "Cama 3 de la sala 7"),
        ("O número do utente: 123 456 789.", "123 456 789"),
        ("A lâmina H22-00871 perdeu-se.", "H22-00871"),
        ("Номер её карты 5582.", "5582"),
        ("Значится под № 4471-23.", "4471-23"),
        ("Цитология № 871-23 потеряна.", "871-23"),
        ("رقم ملف المريضة ٤٤٧١.", "٤٤٧١"),
        ("بطاقة التأمين رقم 33128.", "33128"),
        ("العينة 871/23 ضاعت.", "871/23"),
        ("医保卡号 A12345678。", "A12345678"),
        ("２０２３０１１７是她的住院号。", "２０２３０１１７"),
        ("住院号：ＺＹ２０２３０１１７", "ＺＹ２０２３０１１７"),
    ],
)
def test_numbers_of_persons_are_told_by_what_they_are_the_number_of(text, number):
    assert said(text) == [("record", number)]


@pytest.mark.parametrize(
    "text",
    [
        "Circular No. 12/2020 and decree n° 2019-123 apply.",
        "Budget line 6241-02 was cut to 4,500 dollars; tender no. 12-00345 failed.",
        "Import permit no. 4471/23 for morphine; licence no. 0912 of the pharmacy.",
        "The ward has 30 beds and bed 4 is empty.",
        "The lab did 12,450 tests; histology in 1,204 cases; a sample of 1204 households.",
        "Resolution WHA67.19, A/RES/71/3; slide 12-14 of the talk; report 2023/24.",
        "L’appel d’offres AO/2023/014 portait sur 12 000 flacons du lot n° 2291-24.",
        "La mutuelle a 12 000 000 francs; le décret 2019-123 le dit.",
        "O registo n.º 5234567 do medicamento caducou; o lote B24-02291 também.",
        "El registro sanitario N° 12345 de la morfina venció.",
        "Постановление № 1268, приказ № 345н и лицензия № 4471-23 аптеки.",
        "ترخيص الاستيراد رقم 4471/23 للمورفين؛ القانون رقم 45/2010.",
        "进口许可证号447123；批号B24-02291；合同编号2023-0041。",
        "门诊12000人次，处方1200张，手术3000台，登记4500例。",
        "Número de pacientes: 1.204; número de camas: 240. Trial NCT01234567, ref. WHA67.19.",
    ],
)
def test_numbers_of_laws_tenders_medicines_and_counts_lead_to_nobody(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ask Mary Akello about it.", ["Mary Akello"]),
        ("Tell Byansi that the drip is late.", ["Byansi"]),
        ("Zawuka has been sleeping on the floor.", ["Zawuka"]),
        ("Denbora’s parents were told.", ["Denbora"]),
        ("Wuzira, her sister, brings porridge.", ["Wuzira"]),
        ("Zimkile, 43, has breast cancer.", ["Zimkile"]),
        ("The widow of Qhudeni sells eggs.", ["Qhudeni"]),
        ("J. Ochwada wrote it. Signed, K. Oduro-Mensah.", ["J. Ochwada", "K. Oduro-Mensah"]),
        ("The patient A.M., 43, sleeps.", ["A.M."]),
        ("NDIAYE Fatou est venue.", ["NDIAYE Fatou"]),
        ("Akpéné dort par terre.", ["Akpéné"]),
        ("Les parents de Sourou sont venus.", ["Sourou"]),
        ("Dame Akpéné prépare la bouillie.", ["Dame Akpéné"]),
        ("La viuda de Yumak trae atole.", ["Yumak"]),
        ("Pregunten a Yumak por la tarde.", ["Yumak"]),
        ("Os pais do Kelson foram informados.", ["Kelson"]),
        ("Ligue ao Kelson depois das seis.", ["Kelson"]),
        ("Patient’s name: Zawuka. Next of kin: Qhudeni.", ["Zawuka", "Qhudeni"]),
        ("PATIENT: AKELLO GRACE, seen today.", ["AKELLO GRACE"]),
        ("Her pastor, Rev. E. Mubiru, brought mangoes.", ["E. Mubiru"]),
        ("Akpéné, la coiffeuse, rit encore.", ["Akpéné"]),
        ("Онтуган спит на полу.", ["Онтуган"]),
        ("Онтуган, её сестра, носит воду.", ["Онтуган"]),
        ("Позвоните Айдаю, сыну больной.", ["Айдаю"]),
        ("تنام شاهيناز على الأرض.", ["شاهيناز"]),
        ("ابنتها رغودة تعمل في السوق.", ["رغودة"]),
        ("الجارة أم الخير جلبت الطعام.", ["أم الخير"]),
        ("اسألوا رقية عن الموعد.", ["رقية"]),
        ("邻居罗嫂端来一碗面。", ["罗嫂"]),
        ("请问何姨什么时候来。", ["何姨"]),
        ("由卡洛斯医生阅片。", ["卡洛斯"]),
        ("苗五妹就睡在椅子上。", ["苗五妹"]),
        ("孙女儿婷婷才五岁。", ["婷婷"]),
        ("أختها الصغرى جمانة تدرس.", ["جمانة"]),
    ],
)
def test_names_are_told_by_who_they_belong_to_and_what_only_a_person_does(text, names):
    assert said(text) == [("name", name) for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "In Kitgum, the clinic closed. Gulu’s health centres have no morphine.",
        "Nobody slept. Relatives wept. Patients died at home. Quality died in committee.",
        "Hepatitis B. Screening is free; vitamin A. Children get it.",
        "Ask Finance. Call Transport. Tell Parliament. Contact Procurement.",
        "We called the nurse. Kasese closed its ward.",
        "Goma vit une crise. Personne ne dort. Maman dort. Chez Sanofi, le prix baisse.",
        "Nadie duerme. Solo come papilla. Ya no come. Potosí vive con frío.",
        "Ninguém dorme. Alguns preferem casa. Bebe pouco.",
        "Пациент спит. Мать плачет. Никто не спит. Бишкек спит. Деревня спит.",
        "ينام مريض. مات جوعا. تنام قليلا. الجدة متعبة. أختها مريضة تعاني.",
        "加拿大医生来了，内科医生也来了。白天就睡，方法就是这样。",
    ],
)
def test_what_institutions_cities_and_common_words_do_names_nobody(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "She is [the only child with osteosarcoma in the district].",
        "He is [one of two patients in the country].",
        "[No one else in the village has the mutation].",
        "C’est le [seul enfant atteint de mucoviscidose dans la région].",
        "[L’un des deux malades du pays].",
        "Es el [único niño con fibrosis quística en la provincia].",
        "[Um dos três doentes do país].",
        "[Единственный в районе ребёнок с миастенией].",
        "[Один из двух больных в стране].",
        "[الطفل الوحيد المصاب بضمور العضلات في المحافظة].",
        "[إحدى حالتين في البلاد].",
        "她是[全县唯一患骨肉瘤的学生]。",
        "[全国仅两例]，她是其中之一。",
    ],
)
def test_whoever_is_the_only_one_with_an_illness_in_a_district_is_known_by_it(text):
    before, _, rest = text.partition("[")
    marked, _, after = rest.partition("]")

    assert said(before + marked + after) == [(Type.RARE, marked)]


@pytest.mark.parametrize(
    "text",
    [
        "The only hospice in the province closed.",
        "She is the only child of a widow in the district.",
        "Only three patients in the district had morphine.",
        "It is the only drug for pain in the country; the disease is common in the district.",
        "Only one in ten patients in the country gets morphine.",
        "She is the only patient left on the ward.",
        "La seule pharmacie de la province n’a pas de morphine.",
        "El único hospital de la región tiene 20 camas.",
        "Это единственная больница в районе.",
        "全县只有两家医院。",
    ],
)
def test_the_only_hospital_and_a_share_of_patients_are_nobody(text):
    assert [kind for kind, _ in said(text) if kind == Type.RARE] == []


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Granny Zawuka is 93; her phone is off.", "93"),
        ("Mrs Abena Osei (95) has pain.", "95"),
        ("She is ninety-three and walks.", "ninety-three"),
        ("He is a 94 y/o farmer.", "94 y/o"),
        ("It was her 95th birthday.", "her 95th birthday"),
        ("Elle a quatre-vingt treize ans.", "quatre-vingt treize ans"),
        ("Il a nonante-trois ans.", "nonante-trois ans"),
        ("Tiene ciento dos años.", "ciento dos años"),
        ("Tem cento e dois anos.", "cento e dois anos"),
        ("Мать девяноста трёх лет.", "девяноста трёх лет"),
        ("93-летняя женщина устала.", "93-летняя"),
        ("هي في الثالثة والتسعين من عمرها.", "الثالثة والتسعين من عمرها"),
        ("她享年九十五。", "享年九十五"),
    ],
)
def test_great_ages_are_read_in_words_and_after_who_is_so_old(text, age):
    assert ("age", age) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Saturation is 93; pulse is 101. She is 93% compliant and 93 kg.",
        "Over 90 patients; aged 90 or older; she weighs 90.",
        "100-летний юбилей больницы. Сто больных, девяносто коек.",
        "Cent malades, cien pacientes, cem doentes.",
    ],
)
def test_counts_and_measures_are_no_ages(text):
    assert said(text) == []
