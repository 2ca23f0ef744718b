"""Addresses and small places. Imports no Django.

A name is taken whole or not at all (``*+``, ``{n,m}+``), and everything repeated has a bound, so
that no text, however written, takes longer than its length.
"""

import re
from collections.abc import Iterator

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.scripts import any_of

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_CAPITAL}[\w’'-]{{0,60}}+"
_RUSSIAN_NAME = r"[А-ЯЁ][\w-]{1,60}+"
_SMALL_WORDS = r"(?:de|da|do|dos|das|del|la|las|los|le|les|du|des|of|the|and|y|e|d’|l’)"
_SMALL = rf"(?:{_SMALL_WORDS}\s){{0,3}}+"
_NAMES = rf"(?:{_SMALL}{_NAME}(?:[\s-]{{1,4}}+{_SMALL}{_NAME}){{0,3}})"
_TOWN = (
    rf"(?:,\s(?:(?:Barrio|Bairro|Col\.|Urb\.)\s)?(?:\d{{4,5}}\s)?{_NAMES}"
    rf"(?:\s[A-Z]{{1,2}}\d{{1,2}}\s?\d[A-Z]{{2}})?)"
)
_HOUSE = r"(?:n\.?\s?[ºo°]\s?|№\s?|#\s?)?\d{1,5}[A-Za-z]?(?:\s(?:bis|ter))?"
_FLOOR = r"(?:,\s\d\.?[ºª]\s?(?:izquierda|derecha|izq\.?|dcha\.?|esq\.?|dto\.?|frente))"

_ADDRESSES = (
    # 14 Cemetery Road, Ballymoyle
    re.compile(
        rf"(?:(?:[Ff]lat|[Uu]nit|[Aa]pt\.?|[Rr]oom|"
        rf"[Hh]ouse)\s\w{{1,5}},?\s)?(?<![\w.])\d{{1,5}}[A-Za-z]?,?\s"
        rf"(?:{_NAME}\s){{1,3}}(?:Road|Street|Avenue|Lane|Drive|Close|Way|Court|Place|Terrace|"
        rf"Boulevard|Crescent|Row|Hill|Gardens|Rd|St|Ave|Ln|Dr)\b\.?{_TOWN}{{0,2}}"
    ),
    # 12 rue des Tanneurs, Villebrume
    re.compile(
        rf"(?<![\w.]){_HOUSE},?\s(?:[Rr]ue|[Aa]venue|[Ii]mpasse|[Cc]hemin|[Bb]oulevard|[Pp]lace|"
        rf"[Aa]llée|[Rr]oute|[Qq]uai|[Ss]quare|[Vv]enelle|[Rr]uelle)\s"
        rf"(?:d[eu]s?\s|de\sla\s|d’|de\sl’|à\sla\s)?{_NAMES}{_TOWN}{{0,2}}"
    ),
    # lot IVF 33 bis, as in Antananarivo
    re.compile(
        r"\b[Ll]ot\s(?:n°\s?)?[IVX]{1,4}\s?[A-Z]{1,3}\s?\d{1,4}[A-Z]{0,2}(?:\s(?:bis|ter))?"
        rf"(?:\s\d{{1,4}}\b)?{_TOWN}{{0,2}}"
    ),
    # calle de los Olmos 14; Rua das Oliveiras, n.º 14
    re.compile(
        rf"\b(?:[Cc]alle|[Aa]venida|[Aa]v\.|[Cc]arrera|[Cc]ra\.|[Cc]amino|[Jj]irón|[Jj]r\.|"
        rf"[Pp]asaje|[Pp]laza|[Pp]aseo|[Cc]allejón|[Rr]ua|[Tt]ravessa|[Ll]argo|[Ee]strada|"
        rf"[Pp]raça|[Aa]lameda|[Bb]eco|[Ll]adeira)\s(?:{_NAMES}|"
        rf"\d{{1,3}}\s?[A-Z]?),?\s{_HOUSE}(?:\s?-\s?\d{{1,3}})?{_FLOOR}?{_TOWN}{{0,2}}"
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
        r"(?:[\u4e00-\u9fff]{2,6}?[省市县区州]){0,3}[\u4e00-\u9fff]{1,6}?(?:街道?|路|巷|弄|大道|"
        r"胡同)"
        r"\d{1,5}(?:号楼?|弄|栋|幢)(?:\d{1,4}(?:号|单元|栋|楼|室|层)){0,4}"
        r"(?:[,，]\s?[\u4e00-\u9fff]{2,5}[镇乡村市县])?"
    ),
)

FOLK = (
    r"(?:people|souls|inhabitants|residents|houses|households|families|persons|islanders|"
    r"habitants|âmes|foyers|maisons|habitantes|vecinos|almas|casas|moradores|famílias|familias|"
    r"человек|жителей|дворов|домов|نسمة|شخص|شخصاً|بيتاً|بيت|ساكن|ساكناً|عائلة|أسرة)"
)
_NUMBER_WORDS = any_of(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety a_hundred "
    "two_hundred three_hundred a_dozen a_few a_handful_of deux trois quatre cinq six sept huit "
    "neuf dix onze douze "
    "treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt trente quarante cinquante "
    "soixante cent "
    "deux_cents trois_cents une_dizaine_de une_vingtaine_de une_centaine_de quelques dos tres "
    "cuatro cinco seis siete ocho "
    "nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte "
    "treinta "
    "cuarenta cincuenta sesenta setenta ochenta noventa cien doscientos trescientos unas unos "
    "dois duas três quatro "
    "sete oito nove dez onze doze treze quatorze quinze dezesseis dezasseis dezessete dezassete "
    "dezoito "
    "dezenove dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem "
    "duzentos trezentos"
)
_FEW_FOLK = rf"(?:\d{{1,3}}|\d[.,\s\u00a0]?\d{{3}}|{_NUMBER_WORDS})\s{FOLK}"
_COUNT = r"(?:\d{1,2}(?:[.,\s\u00a0]?\d{3})|\d{1,3}|[^\W\d]{1,30}+(?:[\s-][^\W\d]{1,30}+)?)"
_SETTLEMENT = (
    r"(?:village|hamlet|settlement|homestead|croft|islet|atoll|kraal|hameau|lieu-dit|douar|îlot|"
    r"ilot|aldea|caserío|vereda|"
    r"pueblito|ranchería|islote|anexo|paraje|aldeia|lugarejo|povoado|vilarejo|sítio|ilhéu|"
    r"quilombo|roça)"
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
    # el caserío Piedra Alta; l’îlot Kerguen
    re.compile(
        rf"\b(?:hameau|lieu-dit|douar|îlot|aldea|caserío|vereda|ranchería|islote|paraje|aldeia|"
        rf"povoado|"
        rf"vilarejo|ilhéu|"
        rf"lugarejo)\s(?:{_SMALL_WORDS}\s?){{0,3}}+{_NAME}(?:[\s-]{_NAME})*+(?:,?\s(?:de|"
        rf"com|con|avec|à)\s{_FEW_FOLK})?"
    ),
    # Port Quill (population 61); Sainte-Ombeline, 300 habitants; Pedra Funda, com vinte casas
    re.compile(
        rf"\b{_NAMES}\s?\((?:population|pop\.|poblaci[óo]n|população|hab\.)\s?:?\s?(?:of\s|"
        rf"de\s)?(?:\d[.,\s]?)?\d{{2,3}}(?!\d)\)?"
    ),
    re.compile(
        rf"\b{_NAMES},?\s\(?(?:with\s|where\s|a\splace\sof\s|home\sto\s|avec\s|de\s|où\svivent\s|"
        rf"con\s(?:sus\s)?|com\s(?:os\sseus\s)?|onde\svivem\s|donde\sviven\s)?"
        rf"(?:only\s|some\s|about\s|barely\s|seulement\s|à\speine\s|apenas\s|solo\s|só\s|unos\s|"
        rf"uns\s)?{_FEW_FOLK}\b"
    ),
    re.compile(
        rf"(?<![\w-]){_RUSSIAN_NAME}(?:\s{_RUSSIAN_NAME})?\s?[,(]\s?(?:где\s(?:живёт|живут|"
        rf"всего)\s|всего\s|"
        r"население\s)?(?:всего\s)?"
        rf"(?:\d{{1,3}}|\d[\s.]?\d{{3}}|[а-яё]+надцать|двадцать|тридцать|сорок|пятьдесят|"
        rf"шестьдесят|семьдесят)\s{FOLK}"
    ),
    # Ardnakill, a hamlet of 40 people
    re.compile(
        rf"\b{_NAMES},\s(?:an?\s|une?\s|una\s|uma\s|um\s|"
        rf"petit\s)?(?:\w{{1,30}}+\s)?{_SETTLEMENT}(?:\s\w{{1,30}}+)?\s"
        rf"(?:of|de)\s(?:some\s|about\s|barely\s|unos\s|uns\s)?{_COUNT}\s"
        rf"{FOLK},?"
    ),
    # the 700 inhabitants of Sainte-Ombeline
    re.compile(rf"(?<![\d.,])\d{{2,3}}\s{FOLK}\s(?:of|de|d’|da|do|на|села|деревни)\s?({_NAMES})"),
    # the only hospice in the Kessa valley
    re.compile(
        rf"\b(?:(?:the|our)\sonly|(?:le|la)\sseule?|(?:el|la)\súnic[oa]|(?:o|a)?\s?únic[oa])\s"
        rf"{_CARE}\s(?:in|on|of|de|du|des|del|da|do|d’|à|en|em)\s?(?:the\s|la\s|l’|el\s|vallée\s|"
        rf"valle\s|vale\s|île\s|isla\s|ilha\s|de\s|del\s|do\s|da\s){{0,4}}+{_NAMES}(?:\s(?:valley|"
        rf"island|atoll|district))?",
    ),
    re.compile(
        r"(?<!\w)(?:деревн[а-я]{1,3}|дер\.|сел[оаеу]|посёл[а-я]{2,4}|хутор[а-я]{0,2}|аул[а-я]{0,2}|"
        r"станиц[а-я]{1,2}|кишлак[а-я]{0,2})\s[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?"
    ),
    re.compile(
        rf"(?<![\w-]){_RUSSIAN_NAME}(?:\s{_RUSSIAN_NAME})?,\s(?:деревн[а-я]{{1,3}}|"
        rf"хутор[а-я]{{0,2}}|посёл[а-я]{{2,4}}|"
        rf"сел[оаеу]|аул[а-я]{{0,2}})\s(?:на|в|из)\s{_COUNT}\s{FOLK},?"
    ),
    re.compile(
        r"единственн[а-я]+\s(?:хоспис|больниц|поликлиник|аптек|школ|фельдшерск)[а-я]*\s"
        r"(?:в\s|на\s)?[А-ЯЁ][\w-]+(?:\s(?:долин|остров|район|посёлк)[а-я]+)?"
    ),
    re.compile(
        r"(?<!\w)[وبل]?(?:قرية|نجع|ضيعة|كفر|دوار|عزبة|دشرة|مزرعة|نزلة|خربة|قصر\sمن|"
        r"جزيرة(?=\s\w+(?:\s\w+)?\s(?:و?سكانها|وفيها|الصغيرة)))\s(?!من\b|في\b|صغيرة|نائية|"
        r"بعيدة)\w+(?:\s(?:ال)\w+)?"
        rf"(?:،\sوهو[^،.]{{3,30}}?{FOLK})?"
    ),
    re.compile(r"(?:دار\sالرعاية|المستشفى|العيادة|الصيدلية|المركز)\sالوحيدة?\sفي\s\w+(?:\s\w+)?"),
    re.compile(
        r"(?<![\u4e00-\u9fff])(?:[^\s\u4e00-\u9fff]?)[\u4e00-\u9fff]{1,5}[屯"
        r"寨庄村](?:[,，]\s?一个[^。,，]{0,8}[户人口][^。,，]{0,6})"
    ),
    re.compile(r"(?:来自|住在|家在|位于|到了?|在)([\u4e00-\u9fff]{1,5}[村屯寨庄])(?![民庄级医里])"),
    # 柳湾村只有80人; 只有二十户的石沟村
    re.compile(
        r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{1,5}[村屯寨庄岛沟坪湾])(?=[,，(（]?(?:全村|全岛|"
        r"总共|一共|里|上)?(?:只有|仅有|仅|共有?|不到|住着)\s?"
        r"[\d一二三四五六七八九十百几]{1,5}\s?(?:余|多)?(?:人|户|口|家))"
    ),
    re.compile(
        r"((?:只有|仅有|仅|不到)[\d一二三四五六七八九十百几]{1,5}(?:人|户人?家?|口人|"
        r"家)的[\u4e00-\u9fff]{1,6}[村屯寨庄岛沟坪湾])"
    ),
    re.compile(
        r"[\u4e00-\u9fff]{2,8}?(?:山谷|岛|村|镇|乡|县)(?:上|里)?唯一的[^。,，]{0,8}"
        r"(?:医院|疗护院|诊所|药房|学校|卫生室|卫生院|护理院|临终关怀院)"
    ),
)


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
