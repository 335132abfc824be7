extension TableWords {
    static let middle: [TableWords] = [
        TableWords(
            "Polish",
            """
            Wójcik Kamiński Wiśniewski Dąbrowski Zieliński Szymański Woźniak Kozłowski Jabłoński \
            Łukasz Paweł Michał Małgorzata Agnieszka Jan Piotr Kraków Łódź Wrocław Poznań Gdańsk \
            Białystok Częstochowa Rzeszów Toruń Warszawa Lublin Ulica Ilość Cena Wartość Płatność \
            Zamówienie Dostawa Zwrot Książka Krzesło Stół Łóżko Żarówka Chleb Mąka Ryż Masło Śmietana \
            Jabłko Gruszka Święto Październik Źródło Usługa Część Śruba Nakrętka Późno Mężczyzna
            """, central),
        TableWords(
            "Czech",
            """
            Dvořák Novák Černý Procházka Kučera Veselý Horák Němec Pokorný Růžička Jiří Tomáš Václav \
            Lukáš Ondřej Kateřina Žaneta Eva Jan Plzeň Liberec Olomouc Zlín Jihlava Třebíč Přerov \
            Děčín Praha Brno Ostrava Náměstí Ulice Množství Cena Číslo Položka Název Účet Částka \
            Splatnost Zboží Chléb Máslo Mléko Sýr Vejce Židle Stůl Skříň Dveře Klíč Žárovka Křeslo \
            Zaplaceno Doručeno Úterý Středa Pátek Květen Září Říjen Měsíc
            """, central),
        TableWords(
            "Hungarian",
            """
            Nagy Kovács Tóth Szabó Horváth Kiss Molnár Németh Szűcs Fekete György László József István \
            Zsófia Ágnes Erzsébet Győr Székesfehérvár Kecskemét Pécs Debrecen Szeged Miskolc Eger \
            Sopron Békéscsaba Mennyiség Ár Összeg Fizetve Szállítás Ügyfél Vevő Termék Leírás Számla \
            Könyv Szék Asztal Lámpa Kulcs Ajtó Tükör Fűtő Hűtő Gyümölcs Zöldség Kenyér Tej Vaj Tojás \
            Csütörtök Péntek Szőlő Körte Sötétkék Vörös Őszibarack Női Férfi Cipő
            """, central),
        TableWords(
            "Romanian",
            """
            Ştefan Ioniţă Pătraşcu Munteanu Popescu Ionescu Gheorghiţă Mihăilescu Dumitraşcu Răzvan \
            Ănghel Sorin Mărioara Bucureşti Iaşi Braşov Constanţa Timişoara Ploieşti Galaţi Piteşti \
            Târgovişte Bacău Cluj Oradea Sibiu Cantitate Preţ Valoare Plată Livrare Comandă Facturi \
            Adresă Judeţ Oraş Stradă Pâine Lapte Brânză Ouă Făină Mere Pere Struguri Măsline Peşte \
            Scaun Masă Uşă Cheie Lampă Maşină Şurub Ţeavă Roşu Galben Mâine
            """, central),
        TableWords(
            "Croatian",
            """
            Horvat Kovačević Babić Marić Jurić Novaković Vuković Božić Šimić Knežević Đurđica Željko \
            Šime Krešimir Ivana Ana Marko Šibenik Požega Đakovo Varaždin Čakovec Karlovac Zagreb \
            Split Rijeka Osijek Količina Cijena Iznos Račun Narudžba Plaćeno Isporučeno Kupac Naručitelj \
            Šifra Proizvođač Kruh Mlijeko Jaja Sir Riža Meso Grožđe Jabuka Kruška Šećer Stolica Stol \
            Ormarić Ključ Žarulja Vijčani Ponedjeljak Četvrtak Siječanj Ožujak Žuta Smeđa
            """, central),
        TableWords(
            "Slovene",
            """
            Novak Horvat Krajnc Zupančič Kovačič Potočnik Mlakar Kos Vidmar Golob Župančič Božič Hočevar \
            Matjaž Uroš Aleš Špela Žiga Jože Mojca Škofja Kočevje Črnomelj Žalec Šentjur Loče Celje \
            Maribor Ljubljana Kranj Količina Cena Znesek Plačilo Račun Naročilo Šifra Dobavitelj Naslov \
            Kruh Mleko Sir Jajčka Moka Riž Češnje Hruška Breskev Sladkor Stol Miza Omara Ključavnica \
            Žarnica Vijak Torek Četrtek Junij Sreda Rdeča Črna Rumena Živilo Oblačilo
            """, central),
        TableWords(
            "Lithuanian",
            """
            Kazlauskas Petrauskas Jankauskas Žukauskas Šimkus Butkienė Stankevičius Vasiliauskienė \
            Šarūnas Rūta Eglė Mindaugas Jonas Ąžuolas Šiauliai Panevėžys Klaipėda Alytus Marijampolė \
            Mažeikiai Kėdainiai Telšiai Vilnius Kaunas Gatvė Kiekis Kaina Suma Pavadinimas Užsakymas \
            Sąskaita Pristatyta Apmokėta Pirkėjas Tiekėjas Įmonė Duona Pienas Sviestas Sūris Kiaušiniai \
            Obuolys Kriaušė Kėdė Stalas Spinta Raktas Lemputė Pirmadienis Trečiadienis Gegužė Rugsėjis \
            Žalia Mėlyna Juoda Įrašas Vištiena Žuvis
            """, baltic),
        TableWords(
            "Latvian",
            """
            Bērziņš Kalniņš Ozoliņa Jansons Liepiņa Krūmiņš Balodis Zariņa Vītols Pētersons Jānis \
            Andris Līga Dzintars Ģirts Ķirsis Rīga Daugavpils Liepāja Jelgava Jūrmala Rēzekne Ogre \
            Cēsis Kuldīga Tukums Iela Daudzums Cena Summa Nosaukums Pasūtījums Rēķins Piegāde Samaksāts \
            Pircējs Piegādātājs Uzņēmums Maize Piens Sviests Siers Olas Ābols Bumbieris Gaļa Zivs Krēsls \
            Galds Skapis Atslēga Spuldze Pirmdiena Ceturtdiena Jūnijs Augusts Zaļa Zila Melna
            """, baltic),
        TableWords(
            "Estonian",
            """
            Tamm Saar Sepp Mägi Kask Kukk Rebane Ilves Pärn Lõhmus Põder Jõgi Õunapuu Kõiv Jüri Tõnu \
            Ülle Mõttus Märt Anne Tallinn Tartu Narva Pärnu Jõhvi Võru Põlva Rakvere Haapsalu Tänav \
            Kogus Hind Summa Nimetus Tellimus Arve Kättetoimetamine Makstud Ostja Müüja Ettevõte Leib \
            Piim Või Juust Muna Õun Pirn Liha Kala Tool Laud Kapp Võti Lambipirn Esmaspäev Neljapäev \
            Jaanuar Mõõt Sügis Roheline Sinine Must Žürii Šokolaad
            """, baltic),
        TableWords(
            "Turkish",
            """
            Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Ayşe \
            Çağrı Gülşen Ömer Mehmet Fatma Ali İstanbul İzmir Eskişehir Diyarbakır Şanlıurfa Muğla \
            Çanakkale Kırıkkale Ankara Bursa Adana Konya Miktar Fiyat Tutar Sipariş Ödendi Müşteri Ürün \
            Açıklama Şehir Adı Ekmek Süt Peynir Yumurta Elma Armut Üzüm Çilek Balık Tavuk Sandalye Masa \
            Dolap Anahtar Kapı Ampul Pazartesi Salı Perşembe Ağustos Kırmızı Yeşil
            """, ["windows-1254", "ISO-8859-9"]),
        TableWords(
            "Vietnamese",
            """
            Nguyễn Trần Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Thị Văn Hữu Đức Thành \
            Hương Lan Minh Hà Nội Huế Đà Nẵng Cần Thơ Hải Phòng Biên Hòa Quận Phường Đường Số lượng Giá \
            Tổng cộng Khách hàng Địa chỉ Sản phẩm Mã Tên Bánh mì Sữa Trứng Gạo Cà phê Nước Thịt Cá Ghế \
            Bàn Tủ Chìa khóa Đèn Thứ Hai Tháng Xanh Đỏ Vàng
            """, ["windows-1258"]),
    ]

    private static let central = ["windows-1250", "ISO-8859-2", "IBM852"]
    private static let baltic = ["windows-1257", "ISO-8859-13"]
}
