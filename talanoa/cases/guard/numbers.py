"""Telephone numbers, mail addresses, record numbers and great ages. Imports no Django.

Telephone numbers are recognised by ``phonenumbers``, which knows every country's plan, and,
where a number of no known plan is introduced as one, by the words before it.
"""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.scripts import any_of

_EMAIL = re.compile(
    r"[\w.+%'-]{1,64}@(?:[^\W_](?:[\w-]{0,62})\.){1,5}[^\W\d_]{2,24}(?![\w-])", re.ASCII
)
_PHONE_WORDS = re.compile(
    r"(?:"
    + any_of(
        "phone telephone tel tel. mobile cell call text reach_him_on whatsapp ring fax answered "
        "reached "
        "téléphone tél tél. portable joignable répond répondait appeler numéro prévenir "
        "teléfono móvil celular llamar contesta atiende respondía avisar "
        "telefone telemóvel celular ligar atende atendia avisar "
        "телефон телефону телефона тел тел. номеру звонить позвонить "
        "هاتف الهاتف جوال الجوال موبايل الاتصال للاتصال الرقم "
        "电话 手机 联系方式 致电 拨打"
    )
    + r")(?:[^\d.;!?。;]{0,28})$",
    re.IGNORECASE,
)
_DIGIT_RUN = re.compile(r"(?<![A-Za-z0-9.,/-])[+(]?\d[\d\s()./-]{4,20}\d(?![A-Za-z0-9/-]|[.,]\d)")
_LOCAL = re.compile(
    r"(?<![A-Za-z0-9.,/-])(?:\(0?\d{1,4}\)\s?|0\d{1,4}[\s-]|8[\s-]?\(?\d{3}\)?[\s-])"
    r"\d{2,5}(?:[\s.-]\d{2,5}){1,4}(?![A-Za-z0-9/-]|[.,]\d)"
)
_CHINESE_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")

_CODE = (
    r"(?:[^\W\d_]{1,4}[\s/-]?)?\d[\dA-ZА-Яء-ي]*(?:[./–-][\dA-ZА-Яء-ي]+)*"
    r"(?:\s\d[\dA-Z]*(?:[./-][\dA-Z]+)*)*(?:\s?[A-Z]\b)?"
)
_RECORD_WORDS = any_of(
    "hospital_number patient_number record_number file_number chart_number admission_number "
    "medical_record mrn nhs_number national_id id_number identity_card id_card passport "
    "passport_number insurance_number insurance_policy policy_no social_security ssn "
    "case_file registration_number file chart folder case_no admission record_no receipt "
    "policy licence numéro_de_dossier dossier dossier_n ipp nip numéro_de_sécurité_sociale "
    "sécurité_sociale carte_nationale_d’identité carte_d’identité carte_nationale passeport "
    "police_d’assurance numéro_d’identification numéro_de_patient numéro_patient "
    "numéro_d’admission fiche carnet matricule registre historia_clínica expediente dni "
    "cédula cédula_de_identidad pasaporte póliza curp nss rut documento_de_identidad "
    "número_de_afiliado carpeta ficha folio carné matrícula registro historial "
    "processo_clínico processo_n prontuário cpf rg bilhete_de_identidade cartão_de_cidadão "
    "processo ficha registo registro matrícula passaporte apólice nif utente número_de_utente "
    "cartão_sus история_болезни истории_болезни карта карты_№ паспорт паспорта серии снилс "
    "инн полис полис_омс полиса карта_№ карту карте карты дело дела амбулаторная_карта "
    "направление удостоверение удостоверения رقم_الملف رقم_الملف_الطبي الملف_الطبي رقم_الهوية "
    "رقم_هويته رقم_هويتها هويته_الوطنية الهوية_الوطنية الرقم_القومي الرقم_الوطني جواز_السفر "
    "جواز_سفره جواز_سفرها رقم_جواز_سفرها رقم_جواز_سفره ملفها ملفه الملف ملف السجل سجل سجلها "
    "سجله بطاقة البطاقة رقم_السجل وثيقة_التأمين بطاقة_الهوية رقم_المريض"
)
_RECORDS = (
    re.compile(
        rf"(?<!\w)(?:{_RECORD_WORDS})(?!\w)[\s,:(–-]{{0,3}}"
        rf"(?:(?:number|no|nº|n\.?\s?[ºo°]|n|№|num|رقم|serial|policy)\.?[\s:,]*)?({_CODE})",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:住院|门诊|病历|病案|身份证|护照|医保卡?|社保卡?|保险单|保单|档案|就诊卡)号?码?"
        r"[\s::是为((]*([A-Z]{0,3}-?\d[\dA-Z-]{3,24})",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\w.-])(\d{3}\.\d{3}\.\d{3}-\d\d)(?![\w-])"),
    re.compile(r"(?<![\w.-])(\d{3}-\d{3}-\d{3}[\s-]\d\d)(?![\w-])"),
    re.compile(r"(?<![\w.-])(\d{8}-?[A-Z])(?![\w-])"),
    re.compile(r"(?<![\d.-])([1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx])(?!\d)"),
)

_GREAT = r"(?:9\d|1[01]\d)"
_GREAT_WORDS = any_of(
    "ninety ninety-one ninety-two ninety-three ninety-four ninety-five ninety-six ninety-seven "
    "ninety-eight ninety-nine a_hundred one_hundred quatre-vingt-dix quatre-vingt-onze "
    "quatre-vingt-douze quatre-vingt-treize quatre-vingt-quatorze quatre-vingt-quinze "
    "quatre-vingt-seize quatre-vingt-dix-sept quatre-vingt-dix-huit quatre-vingt-dix-neuf cent "
    "nonante noventa noventa_y_uno noventa_y_dos noventa_y_tres noventa_y_cuatro "
    "noventa_y_cinco noventa_y_seis noventa_y_siete noventa_y_ocho noventa_y_nueve cien "
    "noventa_e_um noventa_e_dois noventa_e_duas noventa_e_três noventa_e_quatro noventa_e_cinco "
    "noventa_e_seis noventa_e_sete noventa_e_oito noventa_e_nove cem "
    "девяносто девяносто_один девяносто_два девяносто_три девяносто_четыре девяносто_пять "
    "девяносто_шесть девяносто_семь девяносто_восемь девяносто_девять сто"
)
_AGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.,-])(?:{_GREAT}|{_GREAT_WORDS})[\s-]+years?[\s-]+old\b",
        rf"\b(?:aged|age[\s:]+(?:of\s)?|is\snow|turned|turns)\s?({_GREAT})(?![\w%.,-]*\d|%)\b",
        r"\b(?:at|aged|age|is|was|turned|turns|now)\s(?:ninety(?:-\w+)?|(?:a|one)\shundred)\b"
        r"(?!\s(?:per|percent|days|people|patients|beds|minutes|km|miles|of|and\s\w+\s(?:patients|people)))",
        rf"(?<![\w.,-])(?:{_GREAT}|{_GREAT_WORDS})\s+(?:ans|años|anos|лет|года?)\b",
        rf"(?<![\d.,])(?:{_GREAT})\s*(?:عام|عاما|عاماً|عامًا|سنة)(?!\w)",
        r"(?:واحد|اثنان|اثنين|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة)?\s?و?تسع(?:ون|ين)\s+"
        r"(?:عاما|عاماً|عامًا|سنة)(?!\w)",
        rf"(?<![\d.])(?:{_GREAT}|九十[一二三四五六七八九]?|一?百零?[一二三四五六七八九]?)\s?周?岁",
    )
)
_NOT_EXACT_BEFORE = re.compile(
    r"(?:"
    + any_of(
        "over above than from for since after pendant depuis plus_de moins_de de_plus_de il_y_a "
        "dans durante desde hace más_de mayores_de hasta há mais_de maiores_de durante até "
        "старше более после через за свыше أكثر_من فوق منذ خلال 超过 大于"
    )
    + r")\s*(?:the\s|los\s|de\s|os\s)?$",
    re.IGNORECASE,
)
_NOT_EXACT_AFTER = re.compile(
    r"\s*(?:or\solder|and\s(?:over|older)|et\splus|ou\splus|y\smás|o\smás|e\smais|ou\smais|"
    r"и(?:ли)?\sстарше|и(?:ли)?\sболее|أو\sأكثر|فأكثر|فما\sفوق|以上|及以上)",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield Finding(match.start(), match.end(), Type.EMAIL)


def phones(text: str, region: str | None = None) -> Iterator[Finding]:
    """Telephone numbers; those without a country's code as ``region`` dials them, too."""
    for number in PhoneNumberMatcher(text, None, leniency=Leniency.POSSIBLE):
        yield Finding(number.start, number.end, Type.PHONE)
    if region:
        for number in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            yield Finding(number.start, number.end, Type.PHONE)
    for match in _CHINESE_MOBILE.finditer(text):
        yield Finding(match.start(), match.end(), Type.PHONE)
    for match in _LOCAL.finditer(text):
        if 8 <= _digits(match[0]) <= 14:
            yield Finding(match.start(), match.end(), Type.PHONE)
    for match in _DIGIT_RUN.finditer(text):
        before = text[max(0, match.start() - 45) : match.start()]
        if 6 <= _digits(match[0]) <= 15 and _PHONE_WORDS.search(before):
            yield Finding(match.start(), match.end(), Type.PHONE)


def records(text: str) -> Iterator[Finding]:
    """Numbers of patients, hospitals, passports, insurances and citizens, as they are "
    "introduced."""
    for pattern in _RECORDS:
        for match in pattern.finditer(text):
            if _digits(match[1]) >= 4:
                yield Finding(match.start(1), match.end(1), Type.RECORD)


def ages(text: str) -> Iterator[Finding]:
    """Exact ages above 89; “90 or older” is what people are asked to write instead."""
    for pattern in _AGES:
        for match in pattern.finditer(text):
            exact = not _NOT_EXACT_AFTER.match(text, match.end())
            if exact and not _NOT_EXACT_BEFORE.search(text[: match.start()][-20:]):
                yield Finding(match.start(), match.end(), Type.AGE)


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
