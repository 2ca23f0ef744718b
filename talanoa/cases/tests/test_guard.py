"""What the guard tells apart: the habits of seven languages, and what is nobody."""

import time

import pytest

from bench import labelled
from talanoa.cases.guard import Type, findings
from talanoa.cases.guard.findings import Finding, apart
from talanoa.cases.guard.scripts import languages_of

FLOOR = {
    "ar": 0.95,
    "en": 0.95,
    "es": 0.95,
    "fr": 0.95,
    "pt": 0.95,
    "ru": 0.95,
    "zh": 0.95,
}
"""Of the passages marked in the texts that the rules were tuned on."""


def said(text, **options):
    return [(each.type, text[each.start : each.end]) for each in findings(text, **options)]


@pytest.mark.parametrize("language", labelled.LANGUAGES)
def test_no_language_loses_what_its_rules_were_tuned_on(language):
    tuned = [text for text in labelled.texts(language) if text.lot == "tuned"]

    score = labelled.scores(tuned).over()

    assert (score.recall >= FLOOR[language], score.precision >= 0.95) == (True, True)


def test_the_texts_are_many_and_more_than_a_third_hold_nothing():
    counted = labelled.counts(labelled.all_texts())
    texts = sum(counted[lot] for lot in labelled.LOTS)
    without = sum(counted[f"{lot}, none"] for lot in labelled.LOTS)

    assert (texts >= 320, without * 3 > texts, len(labelled.LANGUAGES)) == (True, True, 7)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My patient Mary has pain.", [(Type.NAME, "Mary")]),
        ("We met Mr Osei-Tutu there.", [(Type.NAME, "Osei-Tutu")]),
        ("Mme Aminata et Karim dorment.", [(Type.NAME, "Aminata"), (Type.NAME, "Karim")]),
        ("Visité par don Hilario.", [(Type.NAME, "Hilario")]),
        ("O Sr. Valdemar descansa.", [(Type.NAME, "Valdemar")]),
        ("Пришёл Иван Петрович.", [(Type.NAME, "Иван Петрович")]),
        ("رأينا السيدة مريم في البيت.", [(Type.NAME, "مريم")]),
        ("护士长赵丽华说。", [(Type.NAME, "赵丽华")]),
        ("She has Parkinson’s disease and lives in Nairobi.", []),
        ("The Ministry of Health and Red Cross met in Geneva.", []),
        ("Law 45/2010 of 3 March 2010 says so.", []),
        ("In March 2021, 60% of 1,204 patients had morphine 10 mg.", []),
        ("Seen on 3 March 2021.", [(Type.DATE, "3 March 2021")]),
        ("入院于2022年2月4日。", [(Type.DATE, "2022年2月4日")]),
        ("أُدخلت في ٤ فبراير ٢٠٢٢ صباحاً.", [(Type.DATE, "٤ فبراير ٢٠٢٢")]),
        ("Call +44 7700 900123 now.", [(Type.PHONE, "+44 7700 900123")]),
        ("Write to a.b@clinic.example.org.", [(Type.EMAIL, "a.b@clinic.example.org")]),
        ("Passport X4471902 was kept.", [(Type.RECORD, "X4471902")]),
        ("He is 93 years old.", [(Type.AGE, "93 years old")]),
        ("He is 89 years old.", []),
        ("She is 90 or older.", []),
        ("Patients over 90 years old are few.", []),
        ("Il a plus de 95 ans d’expérience.", []),
        ("She lives in the village of Nsanjewe.", [(Type.PLACE, "the village of Nsanjewe")]),
        ("Fabry disease is rare.", []),
        ("When Liwaza died, we wept.", [(Type.NAME, "Liwaza")]),
        ("Kenya said that it will follow.", []),
        ("Clinical Officers and the District Nurse visit.", []),
        ("كانت حمدة الزعابي تنتظر.", [(Type.NAME, "حمدة الزعابي")]),
        ("زوجها أبو خالد لا ينام.", [(Type.NAME, "أبو خالد")]),
        ("مقداد بن وهب راعٍ.", [(Type.NAME, "مقداد بن وهب")]),
        ("حضر د. وضاح الجبوري.", [(Type.NAME, "وضاح الجبوري")]),
        ("العلاج الكيميائي في المستشفى الجامعي.", []),
        ("患者名叫佘秀英，住在山里。", [(Type.NAME, "佘秀英")]),
        ("昨天晚上贾小兵疼得睡不着。", [(Type.NAME, "贾小兵")]),
        ("龙凤英，女，乳腺癌。", [(Type.NAME, "龙凤英")]),
        ("热依汗古丽说她疼。", [(Type.NAME, "热依汗古丽")]),
        ("主管医师和家属沟通，高血压是常见病。", []),
        ("Дед Ермолай рыбачит.", [(Type.NAME, "Ермолай")]),
        ("Семья Ковальчуков живёт в бараке.", [(Type.NAME, "Ковальчуков")]),
        ("Минздрав просил ещё денег.", []),
        ("IP No: 0098-22 was lost.", [(Type.RECORD, "0098-22")]),
        ("رقم الاضبارة 55/2211", [(Type.RECORD, "55/2211")]),
        ("门诊号：20230117-22", [(Type.RECORD, "20230117-22")]),
        ("Carte CMU n° 384 0012 7791", [(Type.RECORD, "384 0012 7791")]),
        ("K0091234 was wrong.", [(Type.RECORD, "K0091234")]),
        ("The file of 12,500 patients, NCT01234567.", []),
        ("Admission 2023: 4,500 dollars.", []),
        ("The session of 12 March 2026 begins at noon.", []),
        ("Her session of radiotherapy was on 12 March 2026.", [(Type.DATE, "12 March 2026")]),
        ("Cumplió 97 en mayo.", [(Type.AGE, "Cumplió 97")]),
        ("Brekka (population 61) has none.", [(Type.PLACE, "Brekka (population 61)")]),
    ],
)
def test_what_is_found(text, found):
    assert said(text) == found


def test_the_numbers_of_a_country_are_known_without_its_code():
    text = "Ring 020 7946 0018 at night."

    assert said(text, region="GB") == [(Type.PHONE, "020 7946 0018")]


def test_a_region_that_nobody_dials_is_no_error():
    assert said("Nothing here.", region="XA") == []


def test_a_text_is_searched_as_its_scripts_say_and_else_as_its_reader_writes():
    assert languages_of("Пациент on морфин") == {"ru", "en", "fr", "es", "pt"}
    assert languages_of("12 %", reader="zh") == {"zh"}
    assert languages_of("12 %", reader="tlh") == {"en"}


def test_of_two_findings_over_each_other_one_stays():
    place, name = Finding(0, 30, Type.PLACE), Finding(15, 25, Type.NAME)

    assert apart([name, place]) == [place]


@pytest.mark.parametrize(
    "piece",
    [
        "A ",
        "Ab ",
        "1 ",
        "1-",
        "a@",
        "Ab, ",
        "王",
        "من ",
        "the village of ",
        "14 Rue ",
        "А. ",
        "9 ",
        "file ",
        "№ 1",
        "السيد ",
        "أم عبد ",
        "王小，",
        "男和",
        "Ann, 9 people ",
        "12 March 2026 ",
        "семья Ш",
    ],
)
def test_no_text_makes_it_slow(piece):
    text = (piece * 20_000)[:20_000]
    began = time.process_time()

    findings(text)

    assert time.process_time() - began < 5


def seconds(text):
    began = time.process_time()
    findings(text, region="TO")
    return time.process_time() - began


@pytest.mark.parametrize(
    "piece",
    [
        *("Aa-", "Aa ", "A", "Aa", "A.", "A’", "1-", "1.", "1 ", "a@", "١-", "a-", "de la "),
        *("Иа-", "Иа ", "Иа", "И.", "اا ", "السيد ", "村", "李", "Aa, Bb ", "Mary and "),
        *("the only hospital in l’", "hameau Aa-", "Dr ", "id 1 ", "mrn 1-", "call +1 "),
    ],
)
def test_twice_as_long_a_text_takes_twice_as_long_to_search(piece):
    text = piece * 6_000
    once, twice = (min(seconds(text[:length] + "!") for _ in range(2)) for length in (3000, 6000))

    # What grows with the square takes four times as long; below 20 ms the clock says little.
    assert twice < max(3 * once, 0.02)
