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
    r"(?:\b(?:(?:tele)?phon\w*|tel|mobile|cell(?:phone)?|call(?:s|ed|ing)?|text(?:s|ed)?|sms|"
    r"whatsapp|rings?|rang|"
    r"dial\w*|fax|contact\w*|reach(?:ed|able)?(?:\s\w+)?\son|answer\w*|t[ée]l[ée]?ph\w*|tél|"
    r"portable|joi(?:gn\w+|ndre)|"
    r"r[ée]pond\w*|(?:r?appel)\w*|pr[ée]venir|num[ée]ro|"
    r"tel[ée]fon\w*|teléf|m[óo]vil|celular\w*|cel|ll[aá]m\w*|contest\w*|contat\w*|at[ei]+nd\w*|"
    r"respond\w*|avis[ae]r\w*|marc(?:ar|an?do)|ligu?[aeou]\w*|telem[óo]vel|zap|discar|"
    r"телефон\w*|тел|моб|сотов\w*|вотсап\w*|ватсап\w*|номер\w*|(?:по|пере)?звон\w*|отвеча\w*|"
    r"связ\w*|"
    r"[وفبل]?(?:ال)?(?:هاتف|جوال|موبايل|محمول|نقال|تلفون|واتساب)\w*|[وفلب]?(?:ال)?(?:اتصال|يتصل|"
    r"تتصل|اتصلت?|اتصلوا|رقم)\w*|ترد|يرد)"
    r"|电话|手机|联系|微信|致电|来电|拨|打来|号码|[打从])"
    r"(?:[^\d.;!?。;]|\.(?=\s?[+(:\d])){0,28}$",
    re.IGNORECASE,
)
_DIGIT_RUN = re.compile(r"(?<![A-Za-z0-9.,/-])[+(]?\d[\d\s()./-]{4,20}\d(?![A-Za-z0-9/-]|[.,]\d)")
_LOCAL = re.compile(
    r"(?<![A-Za-z0-9.,/-])(?:\(0?\d{1,4}\)\s?|0\d{1,4}[\s-]|8[\s-]?\(?\d{3}\)?[\s-])"
    r"\d{2,5}(?:[\s.-]\d{2,5}){1,4}(?![A-Za-z0-9/-]|[.,]\d)"
)
_CHINESE_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")

_CODE = (
    r"(?:(?-i:[A-ZА-ЯЁء-ي]{1,5})[\s/-]?)?\d[\dA-ZА-Яء-ي]*(?:[./–-][\dA-ZА-Яء-ي]+)*"
    r"(?:\s\d[\dA-Z]*(?:[./-][\dA-Z]+)*)*(?:\s?[A-Z]\b)?"
)
_NUMBER = (
    r"(?:numbers?|num\.?|nr\.?|no\.?|n\.?\s?[ºo°ª]\.?|№|n|#|numéro|número|номер\w*|رقم|serial|"
    r"policy|id)"
)
_OF_A_PERSON = any_of(
    # by which a hospital, a state or an insurer knows one person
    "mrn uhid empi hospital_no hospital_number hosp hosp._no hosp_no patient_no patient_number "
    "patient_id patient_record unit_record unit_no record_number chart_number chart_no file_number "
    "file_no folder_no folder_number admission_number admission_no inpatient_no ip_no op_no opd_no "
    "opd outpatient_no medical_record nhs_no nhs_number nhis nhif nin bvn hn phn ccc_no art_no "
    "tb_no unique_art_no national_id id_no id_number identity_no identity_number identity_card "
    "identity_document identity id_card ghana_card voter’s_card voters_card aadhaar abha "
    "philhealth "
    "passport passport_no passport_number insurance_number insurance_no insurance_policy policy_no "
    "membership_no member_no social_security ssn medicare_no case_file registration_no "
    "registration_number encounter_no visit_no specimen_no lab_no lab_accession accession_no "
    "accession biopsy_no birth_certificate death_certificate driving_licence licence_no "
    "refugee_no unhcr "
    "dossier_médical numéro_de_dossier ipp nip nda iep nir nss ins cni cmu nina cin "
    "numéro_de_sécurité_sociale "
    "sécurité_sociale carte_nationale_d’identité carte_d’identité carte_nationale carte_vitale "
    "pièce_d’identité titre_de_séjour carte_de_séjour passeport permis_de_conduire "
    "acte_de_naissance "
    "extrait_de_naissance police_d’assurance numéro_d’identification numéro_de_patient "
    "numéro_patient numéro_d’admission numéro_d’hospitalisation numéro_de_séjour séjour "
    "hospitalisation immatriculation assuré adhérent matricule "
    "historia_clínica hist._clín hist._clínica h.c hc hce nhc nuhsa cip dni nie cui ci c.i d.n.i "
    "n.h.c cédula cédula_de_identidad pasaporte póliza curp nss rut run r.u.t imss issste sis "
    "seguro_social documento_de_identidad documento_nacional doc._identidad partida_de_nacimiento "
    "acta_de_nacimiento número_de_afiliado afiliado número_de_historia carné carnet_de_identidad "
    "episodio ingreso_n expediente "
    "processo_clínico proc._clínico nº_do_processo prontuário cpf rg sns niss nus "
    "bilhete_de_identidade bi cartão_de_cidadão cc cns cartão_nacional cartão_sus passaporte "
    "apólice nif utente número_de_utente n.º_de_utente nuit documento_de_identidade "
    "documento_de_identificação certidão_de_nascimento "
    "certidão atendimento internamento internação episódio beneficiário "
    "история_болезни истории_болезни историю_болезни и/б иб мед._карта мед._карты медкарта "
    "медкарты медкарте "
    "медицинская_карта медицинской_карты амбулаторная_карта амбулаторной_карты "
    "стационарная_карта номер_карты "
    "паспорт паспорта паспорту серия серии снилс инн иин пин енп полис полису полиса полис_омс "
    "свидетельство "
    "свидетельства удостоверение удостоверения удостоверению удостоверение_личности справка_мсэ "
    "госпитализации "
    "направление направления рецепт рецепта "
    "رقم_الملف رقم_ملفه رقم_ملفها رقم_الملف_الطبي الملف_الطبي الرقم_الطبي رقم_الدخول رقم_القيد "
    "رقم_الإضبارة الإضبارة "
    "إضبارته إضبارتها رقم_الهوية رقم_هويته رقم_هويتها هويته هويتها هويته_الوطنية هويتها_الوطنية "
    "الهوية_الوطنية "
    "هوية الهوية الرقم_القومي الرقم_الوطني رقمه_الوطني رقمها_الوطني رقمه_القومي رقمها_القومي "
    "الرقم_الموحد الرقم_الصحي الرقم_المدني "
    "رقم_الإقامة رقم_الضمان رقم_التأمين رقم_البطاقة رقم_بطاقته رقم_بطاقتها جواز_السفر جواز_سفره "
    "جواز_سفرها "
    "رقم_جواز_سفرها رقم_جواز_سفره رقم_الجواز رقم_المريض رقم_السجل رقم_العينة رقم_الاستشفاء "
    "رقم_التسجيل وثيقة_التأمين بوليصة_التأمين "
    "بطاقة_الهوية البطاقة_الوطنية بطاقة_التعريف بطاقة_التموين بطاقة_اللاجئ شهادة_الميلاد"
)
_OF_A_PERSON = re.sub("[اأإآ]", "[اأإآ]", _OF_A_PERSON)
_OF_A_PAPER = any_of(
    # files, cards and books of any kind: only with what looks like a number of one
    "file chart folder case_no card admission record_no record receipt policy licence dossier "
    "dossier_n fiche carnet "
    "registre reçu ordonnance carpeta ficha folio registro historial matrícula matricula carné "
    "documento_n documento documento_no "
    "processo registo cartão guia receita карта карты карту карте дело дела карте_№ карты_№ "
    "ملفها ملفه "
    "الملف ملف السجل سجل سجلها سجله بطاقة البطاقة بطاقته بطاقتها إيصال"
)
_LINK = (
    r"(?:[\s,:;(–-]|\bis\b|\bwas\b|\bnow\b|\bits\b|\best\b|\bes\b|\bé\b|\bera\b|\bétait\b|\bson\b|"
    r"\bunder\b|\bsous\s(?:le\b)?|\bbajo\s(?:el\b)?|\bcom\so\b|\bcon\sel\b|с|за|هو|هي|تحت|ب)"
)
_MONEY_OR_UNIT = (
    r"(?!\s?(?:%|‰|€|\$|£|¥|usd|eur|f\s?cfa|fcfa|xof|xaf|dollars?|euros?|dólar\w*|reais|francs?|"
    r"soles|pesos|"
    r"meticais|kwanzas|рубл\w*|доллар\w*|тенге|сом\w*|دولار|دينار|درهم|ريال|جنيه|ليرة|元|美元|"
    r"patients?|people|malades|pacientes?|doentes|personnes|personas|pessoas|nurses|copies|mg|ml|"
    r"mcg|km|"
    r"больн\w*|человек|пациент\w*|مريض\w*|مرضى|人|名|例)\b)"
)
_RECORDS = (
    re.compile(
        rf"(?<![\w/])(?:{_OF_A_PERSON})(?!\w)\.?{_LINK}{{0,4}}(?:{_NUMBER}{_LINK}{{0,3}}\s?)?({_CODE}){_MONEY_OR_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w/])(?:{_OF_A_PAPER})(?!\w)\.?[\s,:(–-]{{0,3}}(?:{_NUMBER}\.?[\s:,]*)?({_CODE}){_MONEY_OR_UNIT}",
        re.IGNORECASE,
    ),
    # № карты 5582/17; n° de séjour 24-118; رقم الدخول 24
    re.compile(
        r"(?:№|n\.?[º°ª]\.?|номер)\s?(?:de\s|do\s|da\s|del\s|d’|la\s|le\s)*(?:dossier|séjour|"
        r"carte|patient|lit|afili\w+|"
        r"asegurad\w+|pacient\w+|utente|processo|cartão|historia|hospitali\w+|карты|истории|"
        r"госпитализации|палаты|полиса|паспорта|"
        rf"направления|больничного)[\s:,]{{0,3}}({_CODE})",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:住院|门诊|病历|病案|病理|登记|就诊|挂号|流水|条码|标本|检验|影像|检查|身份证|护照|"
        r"证件|医保卡?|社保卡?|"
        r"医疗保险|保险单|保单|档案|就诊卡|诊疗卡|健康卡|居民健康卡|患者|病人|残疾证|军官证|"
        r"驾驶证|出生证明?|死亡证明?)"
        r"(?:流水|登记|编)?(?:号码?|编号|ID|"
        r"id)?[\s:\uff1a是为(\uff08,\uff0c]{0,3}([A-Z]{0,4}[-\s]?\d[\dA-Z/-]{3,24})(?!\s?[%元名例人])",
        re.IGNORECASE,
    ),
    # the shapes of numbers by which states know their people
    re.compile(r"(?<![\w.-])(\d{3}\.\d{3}\.\d{3}-\d\d)(?![\w-])"),
    re.compile(r"(?<![\w.-])(\d{3}-\d{3}-\d{3}[\s-]\d\d)(?![\w-])"),
    re.compile(r"(?<![\w.-])(\d{3}-\d\d-\d{4})(?![\w-])"),
    re.compile(r"(?<![\w.-])(\d{8}-?[A-Z])(?![\w-])"),
    re.compile(r"(?<![\w.-])(\d\.\d{3}\.\d{3}-[\dkK])(?![\w-])"),
    re.compile(r"(?<![\w.-])(\d{1,2}\.\d{3}\.\d{3}-[\dkK])(?![\w-])"),
    re.compile(
        r"(?<![\w.,-])([12]\s\d\d\s(?:0[1-9]|1[0-2])\s[\dA-B]{2}\s\d{3}\s\d{3}(?:\s\d\d)?)(?![\w-])"
    ),
    re.compile(r"(?<![\w.,+-])(\d\d(?:0[1-9]|1[0-2])[0-3]\d[\s-]\d{4}[\s-]\d{2,3})(?![\w-])"),
    re.compile(r"(?<![\d.-])([1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx])(?!\d)"),
    # letters and six figures or more, as hospitals and passports have them
    re.compile(
        r"(?<![\w/.@-])(?!(?:NCT|ISRCTN|ISBN|ISSN|PMID|PMC|DOI|OPP|ISO|EUR|USD|XOF|XAF|GBP|CFA|"
        r"COVID|WHO|OMS|RES|INV|EN|IEC|BWP|UGX|KES|NGN))"
        r"([A-Z]{1,3}-?\d{6,10}[A-Z]{0,2}(?:\d{3})?)(?![\w@-])"
    ),
    # twelve figures or more in one piece
    re.compile(rf"(?<![\w.,+/-])(\d{{12,18}}){_MONEY_OR_UNIT}(?![\w,-]|\.\d)", re.IGNORECASE),
)
_YEAR_OR_DATE = re.compile(
    r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:19|20)?\d\d)?|[0-3]?\d([./-])[01]?\d\1(?:\d\d){1,2}|(?:19|"
    r"20)\d\d-[01]?\d-[0-3]?\d"
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
        r"(?!\s(?:per|percent|days|people|patients|beds|minutes|km|miles|of|"
        r"and\s\w+\s(?:patients|people)))",
        rf"(?<![\w.,-])(?:{_GREAT}|{_GREAT_WORDS})\s+(?:ans|años|anos|лет|года?)\b",
        rf"(?<![\d.,])(?:{_GREAT})\s*(?:عام|عاما|عاماً|عامًا|سنة)(?!\w)",
        r"(?:واحد|اثنان|اثنين|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة)?\s?و?تسع(?:ون|ين)\s+"
        r"(?:عاما|عاماً|عامًا|سنة)(?!\w)",
        # who turns so old needs no word for the years
        rf"\b(?:cumpl\w+|fêt\w+\sses|eu\sses|a\seu|fez|completou|faz|исполн\w+|стукн\w+|достиг\w*|"
        rf"отмети\w+(?:\sсво[ёей]+)?)\s({_GREAT})(?![\w%.,-]*\d|\s?%)\b(?!\s(?:de|jours|días|"
        rf"dias|дн|h|pacient|patient))",
        rf"(?<!\w)(?:بلغت?|أتمت?|وعمره|وعمرها|عمره|عمرها)\s(?:الـ\s?)?({_GREAT})(?!\w|[.,]\d|%)",
        r"\b(?:turned|aged|age)\s(?:a|one)\shundred(?:\sand\s[a-z-]+)?\b",
        r"(?<!\w)(?:cent|ciento|cento\se|сто)[\s-](?:un|deux|trois|quatre|cinq|six|sept|huit|"
        r"neuf|dix|uno?|dos|tres|"
        r"cuatro|cinco|seis|siete|ocho|nueve|diez|um|dois|três|quatro|sete|oito|nove|dez|один|"
        r"два|три|четыре|пять|"
        r"шесть|семь|восемь|девять|десять)\s(?:ans|años|anos|лет|года?)\b",
        r"(?<!\w)(?:مئة|مائة)(?:\s(?:عام|سنة)(?!\sمن)|\sو(?:سنة|سنتين|عام|عامين|عاماً?|"
        r"[\u0620-\u064a]{3,8}\s(?:سنوات|أعوام|سنة|عاماً?)))",
        rf"(?<![\d.])满\s?(?:{_GREAT})(?!\d|\s?(?:天|分|例|人|个))",
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
    """Numbers of patients, hospitals, passports, insurances and citizens: by the words before
    them, and by their shape."""
    for pattern in _RECORDS:
        for match in pattern.finditer(text):
            if _digits(match[1]) >= 4 and not _YEAR_OR_DATE.fullmatch(match[1]):
                yield Finding(match.start(1), match.end(1), Type.RECORD)


def ages(text: str) -> Iterator[Finding]:
    """Exact ages above 89; “90 or older” is what people are asked to write instead."""
    for pattern in _AGES:
        for match in pattern.finditer(text):
            exact = not _NOT_EXACT_AFTER.match(text, match.end())
            if exact and not _NOT_EXACT_BEFORE.search(
                text[max(0, match.start() - 20) : match.start()]
            ):
                yield Finding(match.start(), match.end(), Type.AGE)


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
