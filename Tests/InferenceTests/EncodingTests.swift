import Platform
import Testing

@testable import Inference

/// Files of names and places: what they mean must come out, by whatever name the encoding goes.
@Suite struct EncodingTests {
    struct Sample: CustomTestStringConvertible {
        var language: String
        var encodings: [String]
        var text: String
        var testDescription: String { language }
    }

    static let samples: [Sample] = [
        Sample(
            language: "Japanese", encodings: ["Shift_JIS", "CP932", "EUC-JP"],
            text: "番号;氏名;都市\n1;山田太郎;東京都\n2;佐藤花子;大阪市\n3;コーヒー豆;りんご\n"),
        Sample(
            language: "Japanese with letters of a vendor", encodings: ["CP932"],
            text: "番号,氏名\n1,髙橋健\n2,㈱山田\n"),
        Sample(
            language: "Chinese", encodings: ["GBK", "GB18030"],
            text: "编号,姓名,城市\n1,张伟,北京市\n2,王芳,上海\n3,李娜,广州市\n"),
        Sample(
            language: "Chinese of Taiwan", encodings: ["Big5"],
            text: "編號,姓名,城市\n1,陳怡君,臺北市\n2,林志明,高雄\n"),
        Sample(
            language: "Korean", encodings: ["EUC-KR", "CP949"],
            text: "번호,이름,도시\n1,김민수,서울특별시\n2,이영희,부산\n"),
        Sample(
            language: "Hebrew", encodings: ["windows-1255"],
            text: "מספר,שם,עיר\n1,דוד כהן,תל אביב\n2,שרה לוי,ירושלים\n"),
        Sample(
            language: "Arabic", encodings: ["windows-1256"],
            text: "رقم,اسم,مدينة\n1,محمد علي,القاهرة\n2,فاطمة حسن,الرياض\n"),
        Sample(
            language: "Thai", encodings: ["windows-874"],
            text: "เลขที่,ชื่อ,เมือง\n1,สมชาย ใจดี,กรุงเทพ\n2,สมหญิง รักไทย,เชียงใหม่\n"),
        Sample(
            language: "Lithuanian", encodings: ["windows-1257"],
            text: "Nr;Vardas;Miestas\n1;Jonas Žukauskas;Šiauliai\n2;Rūta Kazlauskienė;Panevėžys\n"),
        Sample(
            language: "Turkish", encodings: ["windows-1254", "ISO-8859-9"],
            text: "No;Ad;Şehir\n1;Ayşe Yılmaz;İstanbul\n2;Çağrı Şahin;Eskişehir\n"),
        Sample(
            language: "Romanian", encodings: ["windows-1250", "ISO-8859-2"],
            text: "Nr;Nume;Oraş\n1;Ştefan Ionescu;Braşov\n2;Ioana Pătraşcu;Timişoara\n"),
        Sample(
            language: "Hungarian", encodings: ["windows-1250", "ISO-8859-2"],
            text: "Szám;Név;Város\n1;Kovács Géza;Győr\n2;Szűcs Ödön;Székesfehérvár\n"),
        Sample(
            language: "Ukrainian", encodings: ["windows-1251"],
            text: "Номер;Ім’я;Місто\n1;Іван Шевченко;Київ\n2;Олена Їжак;Львів\n"),
        Sample(
            language: "Russian", encodings: ["windows-1251", "KOI8-R", "IBM866"],
            text: "Номер;Имя;Город\n1;Иван Петров;Москва\n2;Анна Кузнецова;Казань\n"),
        Sample(
            language: "Greek", encodings: ["windows-1253", "ISO-8859-7"],
            text: "Αριθμός;Όνομα\n1;Γιώργος Παπαδόπουλος\n2;Μαρία Ιωάννου\n"),
        Sample(
            language: "German", encodings: ["windows-1252", "ISO-8859-15", "IBM850"],
            text: "Nr;Name;Straße\n1;Jürgen Müller;Königsallee\n2;Änne Groß;Düsseldorf\n"),
        Sample(
            language: "a lone sign", encodings: ["windows-1252"],
            text: "id,firm\n1,Clean Power Research®\n2,Acme\n"),
        Sample(
            language: "amounts of euros", encodings: ["windows-1252"],
            text:
                "Bezeichnung;EK;UVP\nDübel;55,70 €;444,82 €\nÖlfilter;333,11;863,31 €\nKleber;1,5;2 €\n"
        ),
        Sample(
            language: "a unit", encodings: ["windows-1252"],
            text: "day,dust (µg/m3)\n2026-01-02,7\n2026-01-03,8\n"),
    ]

    @Test(arguments: samples)
    func `the letters of a language are told by what they make`(_ sample: Sample) {
        for name in sample.encodings {
            guard var encoder = CharacterEncoder(encoding: name) else {
                Issue.record("\(name) is not known")
                continue
            }
            let bytes = encoder.encode(Array(sample.text.utf8))
            let guess = EncodingGuess.guess(bytes, isWhole: true)
            let text = String(decoding: decoded(bytes, as: guess), as: UTF8.self)
            #expect(text == sample.text, "\(guess.name) for \(name)")
            #expect(guess.doubt != nil)
        }
    }

    /// Tables of a few words of a language: a table has little text.
    @Test(arguments: TableWords.all)
    func `tables of thirty words are read in the encoding that wrote them`(_ words: TableWords) {
        for encoding in words.encodings {
            for seed in 0..<20 as Range<UInt64> {
                expectSameText(words, encoding, count: 30, rows: 40, seed: seed)
            }
        }
    }

    @Test(arguments: TableWords.all)
    func `tables of ten words are read as their country writes them`(_ words: TableWords) {
        for seed in 0..<20 as Range<UInt64> {
            expectSameText(words, words.encodings[0], count: 10, rows: 20, seed: seed)
        }
    }

    private func expectSameText(
        _ words: TableWords, _ encoding: String, count: Int, rows: Int, seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        let table = words.table(words: count, rows: rows, from: &random)
        guard var encoder = CharacterEncoder(encoding: encoding) else {
            Issue.record("\(encoding) is not known")
            return
        }
        let bytes = encoder.encode(Array(table.utf8))
        let guess = EncodingGuess.guess(bytes, isWhole: true)
        // What the encoding lacks is a question mark in both.
        let written = decoded(bytes, as: EncodingGuess(name: encoding))
        #expect(decoded(bytes, as: guess) == written, "\(guess.name) for \(encoding)")
    }

    @Test(arguments: [
        ("windows-1252", "id,firm\n1,Clean Power Research®\n2,Acme\n"),
        ("windows-1252", "§;note\n1;see § 12\n2;none\n"),
        ("windows-1252", "site,temp °C\n1,20\n2,21\n"),
        ("windows-1252", "id,name\n1,Café Royal\n2,Inn\n"),
        ("windows-1252", "Nr;Name\n1;Groß\n2;Klein\n"),
        ("windows-1252", "Probe;Wert;Einheit\n1;2,5;µg/l\n2;3,5;µg/l\n"),
        ("windows-1252", "datum;summe;kunde\n1;€ 12,50;Jäger\n2;€ 7,20;Voß\n"),
        ("windows-1250", "Nr;Miasto\n1;Łódź\n2;Gdańsk\n"),
        ("windows-1251", "№;Город\n1;Москва\n2;Уфа\n"),
        ("CP932", "番号,カナ\n1,ﾔﾏﾀﾞ ﾀﾛｳ\n2,ｽｽﾞｷ ﾊﾅｺ\n"),
        ("CP932", "区間,備考\n東京－大阪,新幹線代\n"),
        ("ISO-2022-JP", "番号,氏名\n1,山田太郎\n2,鈴木花子\n"),
    ])
    func `one to a few letters are read as common sense has it`(_ encoding: String, _ text: String)
    {
        guard var encoder = CharacterEncoder(encoding: encoding) else {
            Issue.record("\(encoding) is not known")
            return
        }
        let bytes = encoder.encode(Array(text.utf8))
        let guess = EncodingGuess.guess(bytes, isWhole: true)
        #expect(String(decoding: decoded(bytes, as: guess), as: UTF8.self) == text, "\(guess.name)")
    }

    @Test func `what may be meant as well is named`() {
        // One word: č of windows-1250, è of windows-1252.
        let guess = EncodingGuess.guess(
            Array("id;x\n1;ko".utf8) + [0xE8] + Array("\n".utf8), isWhole: true)
        #expect(guess.doubt?.contains("may be meant") == true)
    }

    @Test func `some damage leaves UTF-8 what it is`() {
        var bytes = Array(String(repeating: "1;Jürgen;Köln\n2;Łukasz;Łódź\n", count: 20).utf8)
        bytes += Array("3;M".utf8) + [0xFC] + Array("ller;Bonn\n".utf8)
        let guess = EncodingGuess.guess(bytes, isWhole: true)
        #expect(guess.name == "UTF-8")
        #expect(guess.doubt?.contains("not UTF-8") == true)
    }

    @Test func `a sample that ends within a letter is UTF-8`() {
        for cut in 1...3 {
            let bytes = Array(Array("1;Köln\n2;🍎".utf8).dropLast(cut))
            #expect(EncodingGuess.guess(bytes, isWhole: false) == EncodingGuess(name: "UTF-8"))
        }
    }
}
