/// The letters beyond ASCII that a language's texts have: what tells encodings apart that read the
/// same bytes as other letters.
struct Alphabet {
    let name: String
    let letters: Set<Unicode.Scalar>
    /// Those that its texts have most of.
    let common: Set<Unicode.Scalar>

    init(_ name: String, _ letters: String, common: String = "") {
        self.name = name
        self.letters = Set(letters.unicodeScalars)
        self.common = Set(common.unicodeScalars)
    }

    static let all: [Alphabet] = [
        Alphabet("German", "äöüßÄÖÜé"),
        Alphabet("French", "éèêëàâçîïôùûüœæÉÈÊËÀÂÇÎÏÔÙÛŒ"),
        Alphabet("Spanish", "áéíóúñüÁÉÍÓÚÑÜªº¿¡"),
        Alphabet("Portuguese", "áâãàçéêíóôõúÁÂÃÀÇÉÊÍÓÔÕÚªº"),
        Alphabet("Italian", "àèéìòùÀÈÉÌÒÙ"),
        Alphabet("Nordic", "åäöæøéÅÄÖÆØÉ"),
        Alphabet("Icelandic", "áéíóúýæöðþÁÉÍÓÚÝÆÖÐÞ"),
        Alphabet("Estonian", "äöüõšžÄÖÜÕŠŽ"),
        Alphabet("Dutch", "ëéèïöüÉ"),
        Alphabet("Polish", "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"),
        Alphabet("Czech", "áčďéěíňóřšťúůýžľĺŕôäÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĽÔ"),
        Alphabet("Hungarian", "áéíóöőúüűÁÉÍÓÖŐÚÜŰ"),
        Alphabet("Romanian", "ăâîşţșțĂÂÎŞŢȘȚ"),
        Alphabet("Croatian", "čćđšžČĆĐŠŽ"),
        Alphabet("Turkish", "çğıöşüÇĞİÖŞÜ"),
        Alphabet(
            "Greek", "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ",
            common: "αοιετσνηυρπκς"),
        Alphabet(
            "Cyrillic",
            "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯёЁіїєґІЇЄҐ",
            common: "оеаинтсрвлкмп"),
        Alphabet("Baltic", "āčēģīķļņšūžąęėįųõäöüĀČĒĢĪĶĻŅŠŪŽĄĘĖĮŲÕÄÖÜ"),
        Alphabet("Hebrew", "אבגדהוזחטיךכלםמןנסעףפץצקרשת", common: "יוהלאמרבתנש"),
        Alphabet("Arabic", "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيپچژگ", common: "اليمنوربتدةع"),
        Alphabet(
            "Thai",
            String(String.UnicodeScalarView((0x0E01...0x0E4E).compactMap(Unicode.Scalar.init))),
            common: "านรอกเงมยล่วด้"),
    ]

    /// Signs that any text may have.
    static let signs = Set("€£§°²³½«»„“”’‘–—…•©®™µ·±×¼¾\u{A0}".unicodeScalars)
}
