"""Addresses, small places, and rare conditions among few people. Imports no Django."""

import re
from collections.abc import Iterator
from functools import partial

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.scripts import any_of

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_CAPITAL}[\w’'-]*"
_SMALL_WORDS = r"(?:de|da|do|dos|das|del|la|las|los|le|les|du|des|of|the|and|y|e|d’|l’)"
_NAMES = rf"(?:(?:{_SMALL_WORDS}\s)*{_NAME}(?:[\s-]+(?:{_SMALL_WORDS}\s)*{_NAME}){{0,3}})"
_TOWN = (
    rf"(?:,\s(?:(?:Barrio|Bairro|Col\.|Urb\.)\s)?(?:\d{{4,5}}\s)?{_NAMES}"
    rf"(?:\s[A-Z]{{1,2}}\d{{1,2}}\s?\d[A-Z]{{2}})?)"
)
_HOUSE = r"(?:n\.?\s?[ºo°]\s?|№\s?|#\s?)?\d{1,5}[A-Za-z]?(?:\s(?:bis|ter))?"
_FLOOR = r"(?:,\s\d\.?[ºª]\s?(?:izquierda|derecha|izq\.?|dcha\.?|esq\.?|dto\.?|frente))"

_ADDRESSES = (
    # 14 Cemetery Road, Ballymoyle
    re.compile(
        rf"(?:(?:[Ff]lat|[Uu]nit|[Aa]pt\.?|[Rr]oom|[Hh]ouse)\s\w{{1,5}},?\s)?(?<![\w.])\d{{1,5}}[A-Za-z]?,?\s"
        rf"(?:{_NAME}\s){{1,3}}(?:Road|Street|Avenue|Lane|Drive|Close|Way|Court|Place|Terrace|"
        rf"Boulevard|Crescent|Row|Hill|Gardens|Rd|St|Ave|Ln|Dr)\b\.?{_TOWN}{{0,2}}"
    ),
    # 12 rue des Tanneurs, Villebrume
    re.compile(
        rf"(?<![\w.]){_HOUSE},?\s(?:[Rr]ue|[Aa]venue|[Ii]mpasse|[Cc]hemin|[Bb]oulevard|[Pp]lace|"
        rf"[Aa]llée|[Rr]oute|[Qq]uai|[Ss]quare|[Vv]enelle|[Rr]uelle)\s"
        rf"(?:d[eu]s?\s|de\sla\s|d’|de\sl’|à\sla\s)?{_NAMES}{_TOWN}{{0,2}}"
    ),
    # calle de los Olmos 14; Rua das Oliveiras, n.º 14
    re.compile(
        rf"\b(?:[Cc]alle|[Aa]venida|[Aa]v\.|[Cc]arrera|[Cc]ra\.|[Cc]amino|[Jj]irón|[Jj]r\.|"
        rf"[Pp]asaje|[Pp]laza|[Pp]aseo|[Cc]allejón|[Rr]ua|[Tt]ravessa|[Ll]argo|[Ee]strada|"
        rf"[Pp]raça|[Aa]lameda|[Bb]eco|[Ll]adeira)\s(?:{_NAMES}|\d{{1,3}}\s?[A-Z]?),?\s{_HOUSE}(?:\s?-\s?\d{{1,3}})?{_FLOOR}?{_TOWN}{{0,2}}"
    ),
    # ул. Садовая, д. 14, кв. 6, г. Верхнереченск
    re.compile(
        r"(?:\b(?:ул\.|улиц[аеыу]|проспект[еа]?|пр-т|пр\.|переул[а-я]+|пер\.|бульвар[еа]?|шоссе|"
        r"набережн[а-я]+|площад[а-я]+|проезд[еа]?|тупик[еа]?)\s[А-ЯЁ][\w-]*(?:\s[А-ЯЁ][\w-]*)?"
        r"|[А-ЯЁ][а-яё-]+\s(?:улиц[аеыу]|переул[а-я]+|проспект[еа]?|бульвар[еа]?|проезд[еа]?))"
        r",?\s(?:дом[еа]?\s|д\.\s?)?\d{1,4}[а-я]?"
        r"(?:,\s(?:кв(?:\.|артира)|корп(?:\.|ус)|стр\.)\s?\d+)*"
        r"(?:,\s(?:г\.|город|с\.|пос\.|дер\.)?\s?[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?)?"
    ),
    # شارع الزيتون رقم 14، حي النور
    re.compile(
        r"(?:(?<!\w)(?:شارع|حي|زقاق|طريق|نهج|زنقة|حارة|درب)\s[\w\s]{1,24}?،?\s*(?:رقم\s)?"
        r"(?:منزل\s|بيت\s|عمارة\s)?\d{1,4}"
        r"|(?<!\w)حي\s\w+،\sشارع\s\w+)"
        r"(?:،\s(?:حي|مدينة|بلدة|شارع|منزل|بيت|عمارة|شقة|القرية)\s\w+(?:\s\w+)?)*"
    ),
    # 青石县柳树街14号2单元301室
    re.compile(
        r"(?:[\u4e00-\u9fff]{2,6}?[省市县区州]){0,3}[\u4e00-\u9fff]{1,6}?(?:街道?|路|巷|弄|大道|胡同)"
        r"\d{1,5}(?:号楼?|弄|栋|幢)(?:\d{1,4}(?:号|单元|栋|楼|室|层)){0,4}"
        r"(?:[,，]\s?[\u4e00-\u9fff]{2,5}[镇乡村市县])?"
    ),
)

_FOLK = (
    r"(?:people|souls|inhabitants|residents|houses|households|families|persons|islanders|"
    r"habitants|âmes|foyers|maisons|habitantes|vecinos|almas|casas|moradores|famílias|familias|"
    r"человек|жителей|дворов|домов|نسمة|شخص|شخصاً|بيتاً|بيت|ساكن|ساكناً|عائلة|أسرة)"
)
_COUNT = r"(?:\d{1,2}(?:[.,\s\u00a0]?\d{3})|\d{1,3}|[^\W\d]+(?:[\s-][^\W\d]+)?)"
_SETTLEMENT = (
    r"(?:village|hamlet|settlement|homestead|hameau|lieu-dit|douar|aldea|caserío|vereda|"
    r"pueblito|ranchería|aldeia|lugarejo|povoado|vilarejo|sítio)"
)
_CARE = (
    r"(?:hospice|clinic|hospital|health\s(?:post|centre|center)|pharmacy|school|church|mosque|"
    r"dispensaire|hôpital|clinique|centre\sde\ssanté|pharmacie|école|"
    r"hospicio|clínica|posta|centro\sde\ssalud|farmacia|escuela|"
    r"hospício|posto\sde\ssaúde|centro\sde\ssaúde|farmácia|escola)"
)

_PLACES = (
    # the village of Nsanjewe; du village de Koumbadji
    re.compile(
        rf"(?:\b(?:the|du|le|un|la|el|una|da|a|na|no)\s)?\b{_SETTLEMENT}\s"
        rf"(?:of|de|d’|du|da|do|called|named|nommé|llamada|chamada)\s?{_NAMES}"
    ),
    re.compile(rf"\b{_NAME}(?:\s{_NAME})?\s(?:village|hamlet)\b"),
    # Ardnakill, a hamlet of 40 people
    re.compile(
        rf"\b{_NAMES},\s(?:an?\s|une?\s|una\s|uma\s|um\s|petit\s)?(?:\w+\s)?{_SETTLEMENT}(?:\s\w+)?\s"
        rf"(?:of|de)\s(?:some\s|about\s|barely\s|unos\s|uns\s)?{_COUNT}\s"
        rf"{_FOLK},?"
    ),
    # the 700 inhabitants of Sainte-Ombeline
    re.compile(rf"(?<![\d.,])\d{{2,3}}\s{_FOLK}\s(?:of|de|d’|da|do|на|села|деревни)\s?({_NAMES})"),
    # the only hospice in the Kessa valley
    re.compile(
        rf"\b(?:(?:the|our)\sonly|(?:le|la)\sseule?|(?:el|la)\súnic[oa]|(?:o|a)?\s?únic[oa])\s"
        rf"{_CARE}\s(?:in|on|of|de|du|des|del|da|do|d’|à|en|em)\s?(?:the\s|la\s|l’|el\s|vallée\s|"
        rf"valle\s|vale\s|île\s|isla\s|ilha\s|de\s|del\s|do\s|da\s|l’)*{_NAMES}(?:\s(?:valley|island|atoll|district))?",
    ),
    re.compile(
        r"(?<!\w)(?:деревн[а-я]{1,3}|дер\.|сел[оаеу]|посёл[а-я]{2,4}|хутор[а-я]{0,2}|аул[а-я]{0,2}|"
        r"станиц[а-я]{1,2}|кишлак[а-я]{0,2})\s[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?"
    ),
    re.compile(
        r"[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?,\s(?:деревн[а-я]{1,3}|хутор[а-я]{0,2}|посёл[а-я]{2,4}|"
        rf"сел[оаеу]|аул[а-я]{{0,2}})\s(?:на|в|из)\s{_COUNT}\s{_FOLK},?"
    ),
    re.compile(
        r"единственн[а-я]+\s(?:хоспис|больниц|поликлиник|аптек|школ|фельдшерск)[а-я]*\s"
        r"(?:в\s|на\s)?[А-ЯЁ][\w-]+(?:\s(?:долин|остров|район|посёлк)[а-я]+)?"
    ),
    re.compile(
        r"(?<!\w)[وبل]?(?:قرية|نجع|ضيعة|كفر|دوار|عزبة|دشرة)\s(?!من\b|في\b|صغيرة|نائية|بعيدة)\w+(?:\s(?:ال)\w+)?"
        rf"(?:،\sوهو[^،.]{{3,30}}?{_FOLK})?"
    ),
    re.compile(r"(?:دار\sالرعاية|المستشفى|العيادة|الصيدلية|المركز)\sالوحيدة?\sفي\s\w+(?:\s\w+)?"),
    re.compile(
        r"(?<![\u4e00-\u9fff])(?:[^\s\u4e00-\u9fff]?)[\u4e00-\u9fff]{1,5}[屯寨庄村](?:[,，]\s?一个[^。,，]{0,8}[户人口][^。,，]{0,6})"
    ),
    re.compile(r"(?:来自|住在|家在|位于|到了?|在)([\u4e00-\u9fff]{1,5}[村屯寨庄])(?![民庄级医里])"),
    re.compile(
        r"[\u4e00-\u9fff]{2,8}?(?:山谷|岛|村|镇|乡|县)(?:上|里)?唯一的[^。,，]{0,8}"
        r"(?:医院|疗护院|诊所|药房|学校|卫生室|卫生院|护理院|临终关怀院)"
    ),
)

_ONLY_ONE = re.compile(
    r"(?:the\sonly\s(?:known\s)?(?:case|patient|person|child|family|one)|"
    r"one\sof\s(?:only\s)?(?:two|three|the\stwo)\s(?:cases|patients|families|children)|"
    r"(?:le|la)\sseule?\s(?:cas|malade|patiente?|enfant|famille)|l’une?\sdes\sdeux\s\w+|"
    r"(?:el|la)\súnic[oa]\s(?:caso|paciente|enferm[oa]|niñ[oa]|familia)|una\sde\slas\sdos\s\w+|"
    r"uno\sde\slos\sdos\s\w+|(?:o|a)\súnic[oa]\s(?:caso|doente|paciente|criança|família)|"
    r"uma\sdas\sduas\s\w+|um\sdos\sdois\s\w+|"
    r"единственн[а-я]+\s(?:случа|больн|пациент|семь|ребён)[а-я]*|"
    r"одн[аоу][а-я]?\sиз\sдвух\s(?:сем|больн|случа)[а-я]*|один\sиз\sдвух\s\w+|"
    r"(?:الحالة|المريض|المريضة|العائلة|الطفل)\sالوحيدة?|إحدى\s(?:ال)?عائلتين|أحد\sمريضين|"
    r"唯一的[^。,，]{2,14}(?:患者|病人|病例|家庭)|仅有的[^。,，]{2,14}(?:患者|病人|病例|家庭)(?:之一)?)",
    re.IGNORECASE,
)
_RARE = re.compile(
    r"(?:"
    + any_of(
        "fabry pompe gaucher huntington wilson machado-joseph creutzfeldt-jakob progeria "
        "niemann-pick tay-sachs batten alexander krabbe rett hurler hunter sanfilippo "
        "epidermolysis_bullosa xeroderma fibrodysplasia ataxia_telangiectasia porphyria "
        "фабри помпе гоше гентингтон хантингтон вильсон прогери нимана "
        "فابري بومبي غوشيه هنتنغتون ويلسون "
        "法布里 庞贝病 戈谢 亨廷顿 威尔逊 克雅 早衰症"
    )
    + r")",
    re.IGNORECASE,
)
_FEW = re.compile(
    rf"(?:(?<![\d.,])(?:\d{{1,2}}[.,\s\u00a0]?\d{{3}}|\d{{2,3}})\s{_FOLK}(?!\w)|"
    r"(?:population|население|населением|سكانها|سكانه|يسكنها)\D{0,18}\d{1,2}[.,\s]?\d{3}(?!\d)|"
    r"(?:человек|население)?\d{1,2}[.,\s]?\d{3}\s(?:человек|жителей)|"
    r"(?<!\d)\d{2,5}\s?(?:人|名居民|户|口人)|"
    r"(?:on|of)\s(?:the|this|our|an)\sisland|(?:sur|dans)\s(?:l’|une\s|cette\s)île|"
    r"en\s(?:la|una|esta)\sisla|na\silha|numa\silha|на\sострове|في\sجزيرة|岛上|全镇|全村|全岛|"
    rf"in\s(?:the|this|our)\svillage|dans\s(?:le|ce|notre)\svillage)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?。！？؟\n]+(?:\.(?=\d)[^.!?。！？؟\n]+)*")


def addresses(text: str) -> Iterator[Finding]:
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            yield Finding(match.start(), match.end(), Type.ADDRESS)


def small_places(text: str) -> Iterator[Finding]:
    """Villages and hamlets, and the only house of its kind in a place that is named."""
    for pattern in _PLACES:
        for match in pattern.finditer(text):
            group = 1 if pattern.groups else 0
            yield Finding(match.start(group), match.end(group), Type.PLACE)


def rare_among_few(text: str) -> Iterator[Finding]:
    """A condition that few have, or the only case, in a sentence that says among whom."""
    for sentence in _SENTENCE.finditer(text):
        found = _ONLY_ONE.search(sentence[0]) or _RARE.search(sentence[0])
        if not found:
            continue
        few = min(
            _FEW.finditer(sentence[0]),
            key=partial(_distance, found.start()),
            default=None,
        )
        if few:
            at = sentence.start()
            yield Finding(
                at + min(found.start(), few.start()), at + max(found.end(), few.end()), Type.RARE
            )


def _distance(at: int, match: re.Match[str]) -> int:
    return abs(match.start() - at)
