extension TableWords {
    static let west: [TableWords] = [
        TableWords(
            "German",
            """
            Müller Schröder Jäger Groß Böhm Krüger Weiß Schäfer Köhler Günther Jürgen Jörg Hans \
            Stefan Ursula Renate Käthe Björn Anna München Köln Düsseldorf Nürnberg Würzburg Münster \
            Lübeck Saarbrücken Göttingen Hamburg Berlin Leipzig Straße Königsallee Schloßplatz \
            Gartenweg Stückzahl Menge Größe Gewicht Überweisung Gebühr Rückgabe Zahlung Käse Brötchen \
            Äpfel Öl Milch Möbel Stühle Tür Glühbirne Schlüssel Bücher Hefte Gerät Zubehör geprüft \
            verfügbar ausverkauft Büro Österreich
            """, western),
        TableWords(
            "French",
            """
            Lefèvre André Hélène François Benoît Chloé Zoé Gérard Jérôme Noël Dupont Martin Moreau \
            Bézier Orléans Nîmes Besançon Châteauroux Béziers Saint-Étienne Paris Lyon Marseille \
            Bordeaux Forêt Quantité Référence Désignation Société Téléphone Adresse Numéro Libellé \
            Écriture Débit Crédit Échéance Réglé Payé Livré Expédié Café Thé Crème Pâté Gâteau Poêle \
            Fenêtre Boîte Clé Vélo Chaîne Hôtel Hôpital Mairie Février Août Décembre Côte Île
            """, western),
        TableWords(
            "Italian",
            """
            Nicolò Niccolò Rossi Bianchi Ferrari D'Alò Forlì Cantù Cefalù Mondovì Milano Torino \
            Bologna Napoli Palermo Roma Città Quantità Unità Società Attività Modalità Pubblicità \
            Università Lunedì Martedì Mercoledì Giovedì Venerdì Sabato Caffè Tè Tiramisù Ragù \
            Perché Più Già Metà Novità Qualità Fattura Cliente Prezzo Scadenza Pagamento Bonifico \
            Ordine Merce Vino Pane Olio Farina Acqua Sedia Tavolo Lampada
            """, western),
        TableWords(
            "Spanish",
            """
            García Martínez Rodríguez Fernández López Sánchez Pérez Gómez Jiménez Muñoz Núñez Ibáñez \
            José María Jesús Ángel Andrés Íñigo Begoña Málaga Cádiz Córdoba Logroño Coruña León \
            Ávila Madrid Sevilla Valencia Bilbao Año Dirección Teléfono Código Artículo Descripción \
            Número Categoría Niño Camión Jamón Piña Plátano Melocotón Azúcar Café Champiñón Baño \
            Lámpara Sillón Cañería Tubería Compañía Envío Devolución Factura Cliente Precio
            """, western),
        TableWords(
            "Portuguese",
            """
            João José Conceição Gonçalves Araújo Magalhães Simões Assunção Antônio Luís Inês Mário \
            Silva Santos Pereira Oliveira São Brasília Goiânia Florianópolis Maceió Cuiabá Évora \
            Setúbal Guimarães Lisboa Porto Recife Endereço Descrição Preço Situação Código Número \
            Razão Município Região Serviço Licitação Pão Feijão Maçã Açúcar Café Limão Sabão Fogão \
            Caminhão Televisão Calções Botões Órgão Ação Avenida Quantidade Cliente Valor
            """, western),
        TableWords(
            "Dutch",
            """
            België Indië Curaçao Daniëlle Zoë Raphaël Noël José André René Jansen Vries Bakker Visser \
            Amsterdam Rotterdam Utrecht Eindhoven Gent Brugge Antwerpen Hoeveelheid Prijs Artikel \
            Omschrijving Adres Klant Factuur Bestelling Levering Betaald Geïnd Officiële Categorieën \
            Coördinator Reünie Ideeën Zeeën Knieën Patiënt Cliënt Efficiënt Geïnteresseerd Privé Café \
            Crème Kaas Brood Melk Eieren Stoel Tafel Lamp Fiets Financiële Vacuüm Bacterië
            """, western),
        TableWords(
            "Swedish",
            """
            Åkesson Öberg Sjöström Lindström Björk Sjögren Håkansson Pålsson Åsa Göran Sören Märta \
            Jörgen Anna Erik Lars Malmö Göteborg Västerås Örebro Linköping Jönköping Umeå Luleå \
            Stockholm Uppsala Lund Kungsgatan Storgatan Sjövägen Mängd Pris Ändrad Skickad Försändelse \
            Kvantitet Benämning Anläggning Skötsel Smör Bröd Mjölk Ägg Kött Fågel Kål Äpple Päron \
            Möbler Fåtölj Byrå Lås Nyckel Färg Röd Grön Blå Grå Räkning
            """, western),
        TableWords(
            "Danish",
            """
            Sørensen Jørgensen Møller Østergaard Nørgaard Kjær Bækgaard Søren Jørgen Åse Børge Anders \
            Mette Lars Hansen København Århus Ålborg Helsingør Næstved Holbæk Køge Rønne Odense \
            Esbjerg Vejle Strandvejen Nørrebrogade Østerbrogade Mængde Pris Beløb Vægt Størrelse Køber \
            Sælger Rådgiver Varehus Smør Brød Mælk Æg Kød Æble Pære Grød Øl Rødvin Stål Træ Dør \
            Nøgle Låsebolt Grøn Blå Grå Rød Hvid Årstal
            """, western),
    ]

    private static let western = [
        "windows-1252", "ISO-8859-1", "ISO-8859-15", "IBM850", "macintosh",
    ]
}
