"""What stands around a number when a person writes it: signs, words, units, dressings.

Tables alone, so that the pages of the site can use the same ones. A rule is a pattern and what
takes its place, `$1` being its first group. Patterns keep to what Python and JavaScript read alike.
"""

from __future__ import annotations

# A sentence that says only that there is none, in letters and single spaces.
NO_IDEA = (
    "(well |sorry |honestly |really |hm+ )*(i |we |ich |wir |je |yo )?(still |really |honestly )?"
    "((have |ve |had |habe |haben |got )?(absolutely |really )?(no|not a|zero|keine|keinen|null) "
    "(idea|clue|ahnung|plan|schimmer)|(do not|don t|dont|did not|didn t|can not|cannot|can t|cant) "
    "(know|understand|get|say|tell|see|remember)|(am |m |are |re )?(not sure|unsure|lost|stuck)|"
    "dunno|idk|no se|no lo se|ne sais pas|sais pas|aucune idee|(weiss|weiss es|weiss das|verstehe)"
    "( ich)?( es| das)? nicht|skip|pass|help|help me|nothing|no answer|tbd|todo)"
    "( it| this| that| how| why| what| anything| yet| at all| sorry| here| either)*"
)
STRANGE = "\x1a"
# Typographic signs in the forms of a keyboard. A sign outside ASCII that is not here is strange.
KEYBOARD = {
    **dict.fromkeys("\u2212\u2010\u2011\u2013\u2014\u207b", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003\u200a\u3000", " "),
    **dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff\ufe0f", ""),
    **dict.fromkeys("\u2018\u2019\u00b4\u02bc", "'"), **dict.fromkeys("\u201c\u201d\u201e", " "),
    **dict.fromkeys("\u00d7\u00b7\u22c5\u2217\u2022\u2a2f", "*"),
    **dict.fromkeys("\u00f7\u2044\u2215\u2236", "/"),
    **dict.fromkeys("\u2248\u2245\u223c\u2243\u2259", "~"), **dict.fromkeys("\u2192\u21d2", ">"),
    "\u2264": "<=", "\u2265": ">=", "\u00b0": "deg", "\u221a": " sqrt ", "\u221e": " infinity ",
    "\u03c0": " pi ", "\u03b7": " eta ", "\u2202": "d", "\u03c3": " sigma ", "\u0394": "d",
    "\u207a": "+", "\u00b1": "+-", "\u2026": "...", "\u201a": ",", "\u066b": ".",
    "\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00df": "ss", "\u00e9": "e", "\u00e8": "e",
    "\u00ea": "e", "\u00e0": "a", "\u00e7": "c", "\u00ba": "deg",
    "\u1d40": "^t ",
    **{chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)},  # full width
    **dict(zip("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789",
               strict=True)),
    "\u00bd": "(1/2)", "\u2153": "(1/3)", "\u2154": "(2/3)", "\u00bc": "(1/4)", "\u00be": "(3/4)",
    "\u2155": "(1/5)", "\u215b": "(1/8)",
}  # fmt: skip
RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
PARTS = "\u00bd\u2153\u2154\u00bc\u00be\u2155\u215b"
# Before the signs are exchanged: 2 to a raised 21, and 2 with a half behind it.
SIGN_RULES = (
    (rf"([{RAISED}\u207b\u207a]*[{RAISED}])", "^($1)"),
    (rf"([0-9]+) ?([{PARTS}])", "($1+$2)"),
)

ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen").split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
FRACTIONS = {"half": 2, "halves": 2, "halb": 2, "third": 3, "thirds": 3, "quarter": 4,
             "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10,
             "hundredth": 100, "hundredths": 100}  # fmt: skip
# A fraction stands in braces until the rules below have seen what is before it.
NUMBER_WORDS = {
    **{word: str(value) for value, word in enumerate(ONES)},
    **{ten: str(10 * value) for value, ten in enumerate(TENS, start=2)},
    **{f"{ten}-{one}": str(10 * value + digit)
       for value, ten in enumerate(TENS, start=2) for digit, one in enumerate(ONES[1:10], 1)},
    **{word: f"{{1/{low}}}" for word, low in FRACTIONS.items()},
    **dict.fromkeys(("none", "nothing", "nil", "null", "kein", "keine", "keiner", "keinem", "keinen"),
                    "0"),
    "once": "1", "twice": "2", "thousandth": "{1/1000}", "eins": "1", "zwei": "2", "drei": "3",
    "vier": "4", "acht": "8", "zehn": "10", "zwanzig": "20", "deux": "2", "trois": "3",
    "quatre": "4", "vingt": "20",
}  # fmt: skip
WORD = rf"\b(?:{'|'.join(TENS)})[ -](?:{'|'.join(ONES[1:10])})\b|\b[a-z]+\b"

# Before number words are read: line ends, TeX, and how NumPy prints.
FIRST_RULES = (
    (r"[\r\n]+", " ; "),
    (r"\s+", " "),
    (r"\\sqrt *\{([^{}]*)\}", "sqrt($1)"),
    (r"\\[dt]?frac *\{([^{}]*)\} *\{([^{}]*)\}", "(($1)/($2))"),
    (r"\\(?:cdot|times)\b", "*"),
    (r"\\(?:left|right|quad|text|mathrm|,|;|!)", " "),
    (r"\\approx", "~"),
    (r"(?<=[0-9)]) *& *(?=[-0-9(.])", ", "),
    (r"\\begin *\{[a-z]*\}", "("),
    (r"\\end *\{[a-z]*\}", ")"),
    (r"\\\\", " ; "),
    (r"\\", " "),
    (r"\{", "("),
    (r"\}", ")"),
    (r"[$\"`]", " "),
    (r"\b(?:np|numpy|math|torch)\.", ""),
    (r"\b(?:array|tensor|float(?:16|32|64)?|int(?:32|64)?) ?(?=\()", ""),
    (r",? *dtype=[a-z0-9.]+", ""),
    (r"\b(?:its|(?:it|that|answer|result|c)'(?:s|est))\b", "="),
    (r"\bi'(?:d|ll|m)\b", "i"),
    (r"\b(?:per ?cent|prozent|pct)\b", "%"),
    # The small one is no 1, and neither is the one with 0.9.
    (r"\b(the (?:small|large|slow|fast|big|bigg)(?:er|r|est|st)?) one\b", "$1"),
    (r"\bthe one (?=with\b|without\b)", "the "),
    (r"(?<=[0-9)%]) or (?:so|less|more|below|above)\b", ""),
)
# After them: fractions, powers and operations in words, what is said for "equals".
WORD_RULES = (
    (r"\ban? (?=\{|hundred\b|thousand\b|million\b)", ""),
    (r" and (?:1 )?(?=\{)", "+"),
    (r"([0-9]+)[ -]\{(1/[0-9]+)\}", "($1*$2)"),
    (r"\{", "("),
    (r"\}", ")"),
    (r"([0-9.]) ?\b(?:hundred)\b", "$1*100"),
    (r"([0-9.]) ?\b(?:thousand)\b", "$1*1000"),
    (r"([0-9.]) ?\b(?:million|mio)\b", "$1*1000000"),
    (r"\bhundred\b", "100"),
    (r"\bthousand\b", "1000"),
    (r"\bmillion\b", "1000000"),
    (r"([0-9]) (?:point|comma|komma) ([0-9])", "$1.$2"),
    (r"\b(?:square )?root(?: of)?\b", "sqrt "),
    (r"\bwurzel(?: aus)?\b", "sqrt "),
    (r"\b(?:natural )?(?:logarithm|log)\b(?: of)?", "log "),
    (r"\b(ln|sqrt|exp) (?:of|aus|von)\b", "$1 "),
    (r"(?<=[0-9)]|\be) (?:raised )?to the (?:power (?:of )?)?", "^"),
    (r"(?<=[0-9)]|\be) (?:hoch|up) (?=[-0-9(])", "^"),
    (r" ?\bsquared\b", "^2"),
    (r" ?\bcubed\b", "^3"),
    (r"\b(?:divided by|geteilt durch)\b", "/"),
    (r"(?<=[0-9)epi]) over (?=[-0-9a-z(])", "/"),
    (r"\b(?:multiplied by|times|mal) (?=[-0-9(])", "*"),
    (r"(?<=[)\]])\^t\b", ""),
    (r"\bminus\b", "-"),
    (r"\b(?:plus)\b", "+"),
    (r"(?<=[0-9)])(?<!\b0) ?x ?(?=[-0-9(])", "*"),
    (r"(?<=[0-9)])(?<!\b0) by (?=[0-9])", "*"),
    (r"([0-9)%]) (?:in|out of|of|von|sur|aus) (?:(?:the|all|every|those|these) )*(?=[0-9])",
     "$1 of "),
    (r"\ball (?:of )?(?:the )?(?=[0-9])", ""),
    (r"\b(?:is|equals?|are|gives|becomes|was|be|ist|sind|est|sont) (?:equal )?(?:to )?", "= "),
    (r" (?:or|i\.e\.|ie|aka|oder|ou|bzw\.?) ", " or "),
    (r"([-+*/^]) ?the\b", "$1"),
    (r"->|=>|-->", ">"),
)

# Between a name and its value. What stands before the last of them is a label.
RELATION = r" *(?:[:=<>~]+) *"
# What says on which side of a number something lies, in lower case; `->` and `=>` do not.
SIDES = {
    "above": r"(?<![-=<>])[>\u2265]=? *[-+.,0-9(]|[0-9)] *[<\u2264]=? *[a-z\u03b7]"
             r"|\b(?:above|more|greater|larger|bigger|higher|at least|mehr|groesser|plus de)\b",
    "below": r"[<\u2264]=? *[-+.,0-9(]|[0-9)] *(?<![-=<>])[>\u2265]=? *[a-z\u03b7]"
             r"|\b(?:below|under|less|smaller|lower|at most|up to|unter|kleiner|weniger|moins)\b",
}  # fmt: skip
# Between numbers, the surest first.
MARKS = (r" *[;|] *", r", +", r" +", r" *, *")
LAST_MARKS = (r" *(?:>|\bthen\b|\bdann\b) *", r" */ *", r"[ ,;]*[ ,;*][ ,;]*")
AND = r",? +(?:and|und|et|&|respectively|resp\.?) +"

UNITS = ("degrees", "degree", "deg", "steps", "step", "times", "rad", "points", "point", "visits",
         "nodes", "edges", "paths", "orders", "operations", "entries", "nats", "bits", "units",
         "sums", "len", "lengths", "gigabytes", "mal",
         "fois", "grad", "schritte")  # fmt: skip
# Words that may stand before or after a number and change nothing.
DRESSING = (
    "a about above after al also an answer any approx approximately around as at below ca choice "
    "choose circa close cca equal exactly first for from gets go goes guess have here i in it just "
    "less maybe more most much must my nearly almost now of on only option or perhaps predict probably "
    "roughly say should smaller so than that the their them then there therefore they think this "
    "thus time to under until up value we well will with would you your result be becomes bigger "
    "per larger greater least believe expect bet pick letter because ok hmm um uh well hi please "
    "antwort ergebnis ich denke glaube etwa ungefaehr rund knapp das der die unter kleiner als "
    "environ je pense que la le reponse resultat moins de du un une en est case cases runs all "
    "the time precisely of exact no. number value right final see above unchanged still rate loss "
    "anything everything has have yet "
    "slope gradient distance error probability accuracy eta".split()
)
NEVER_DRESSING = ("not", "no", "never", "nor", "without", "neither", "log", "ln", "exp", "sqrt",
                  "e", "pi", "log10", "log2", "half", "twice", "double", "minus", "plus", "over",
                  "infinity", "nan")  # fmt: skip
JOINING = ("and", "or", "then", "und", "et", "of", "all", "every", "both")
ALL = r"\b(?:all|every|both|each|everything|always)\b"
NO = r"\b(?:no|never)\b"
