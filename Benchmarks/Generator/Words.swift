/// What names and places are drawn from. Every character stands in Windows-1252.
enum Words {
    static let given = [
        "Anna", "Björn", "Céline", "Dörte", "Emil", "Françoise", "Günther", "Hélène", "Ida",
        "Jürgen", "Käthe", "Lukas", "Márta", "Noël", "Özlem", "Paula", "Renée", "Sören", "Tomás",
        "Ursula", "Vera", "Wolfgang", "Zoë", "Maximilian",
    ]
    static let family = [
        "Müller", "Schmidt", "Schäfer", "Weiß", "Jäger", "Groß", "Dupré", "Fernández", "Håkansson",
        "Ibañez", "Köhler", "Lefèvre", "Meier", "Nuñez", "O'Brien", "Peña", "Quérel", "Schröder",
        "Sørensen", "von der Heide", "Zürcher", "Becker", "Hoffmann-Krüger", "Lange",
    ]
    /// In the order of `family`, as they stand in an address.
    static let mailNames = [
        "mueller", "schmidt", "schaefer", "weiss", "jaeger", "gross", "dupre", "fernandez",
        "hakansson", "ibanez", "koehler", "lefevre", "meier", "nunez", "obrien", "pena", "querel",
        "schroeder", "sorensen", "vonderheide", "zuercher", "becker", "hoffmann.krueger", "lange",
    ]
    static let streets = [
        "Hauptstraße", "Schloßallee", "Am Mühlbach", "Königsplatz", "Rue de l'Église",
        "Bahnhofstr.",
        "Äußere Ringstraße", "Grüner Weg", "Calle Peña", "Marktgasse", "Östliche Zeile",
        "Zum alten Forsthaus",
    ]
    static let cities = [
        "Köln", "München", "Düsseldorf", "Zürich", "Sankt Pölten", "Genève", "Lübeck",
        "Saarbrücken",
        "Fürth", "Hannover", "Wien", "Göttingen",
    ]
    static let notes = [
        "", "Stammkunde seit der Eröffnung", "zahlt per Überweisung, immer am Monatsende",
        "prefers e-mail, never by telephone", "bitte nicht anrufen, arbeitet im Schichtdienst",
        "Guthaben in €, wird mit der nächsten Rechnung verrechnet",
        "Lieferung über den Hof, Schlüssel bei der Nachbarin im zweiten Stock",
        "ruft zurück nach 18 Uhr", "neue Anschrift ab 01.12.; siehe Akte",
    ]
    static let articles = [
        "Trichter 30 cm", "Schüttgutbehälter", "Dosierschnecke", "Siebkorb ½\"",
        "Auslauf \"Zürich\"",
        "Füllstandsmelder", "Rührwerk\tklein",
    ]
}
