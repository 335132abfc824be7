// Made by scripts/letter-pairs from lists of words: see LetterPairs.

extension LetterPairs {
    static let polish = LetterPairs(
        "Polish",
        letters: " abcdefghijklmnopqrstuvwxyzóąćęłńśźż",
        rows: """
            mIGGFMKINKJDJEGFAgGCGIWDZaEgsfrRzNdP
            7XMEGaRMXRGGFFBZLlDGGNaGgXKzxJyFNRXN
            JAUNYCfiY8TOFYLBazBJWDzSzCXMOrKNvqir
            GGhdbEgr79EKVZOJbnVeRMljzF7PQwTXzvzw
            GAPNODjWdJRKLPDANzGLVGgLzE8PNvPKyhPP
            7OMFGURFcUEEFECSLzCFJRYIZXKmoSmPOMWO
            F9VScBMQh7eWHWQARzAZOEvZePXWVlWfpkvl
            GAWhLGkaQCkWHPI6azAYXGzMzZSIPrOEvqzr
            4AdIXFrgYEjZSPIAazJVOIzLzMbQaqOMtYzg
            9BSEM6YPjNPHKKFISjPGLLYMdjNUKMIKTQjU
            89TLL9lViEfORKGITzPERJzOzjZSBjFiwNzd
            A9YMnOfea8pXKYO9czFIGEoOzZhKNwNLzfza
            EAPNQ8VQe7gJMPCDazaINFaPnSdZLuNolszZ
            79NRdEbbe8fQWUJCLzUPVGianEcLSuPQyXzd
            F9hKIBRLf6dJagKEbzYLGMkWnCWSKxPrzwza
            BXFHCZPJWSKHFGDUIzDEGTaAhbIxwbxLOHZN
            KBhPdFmdVBkSJeO6Wz7LQHzezLdKZuRKyezu
            9FOJLGUOPGNJILIGLqIJK6eJiKISQUSOXSdT
            G8RJKCaNiIqLRLK9RzTJIGdLqE9IQdOVoczY
            GFbLdHXhSEOATONGEiVR8IkPzI8RQwWHzvzw
            D8bUcBWbPLgHSVHBVoBUQEYFzBZJOvKRzuzv
            8LHEEQUJWTDFGFFXHzCCFcaLfeJsrXsLUPbJ
            CAWRM6dWT6VSPTKEIyNMSNmQqNQaZcaWfbmc
            C8cLOEhdZ7fOUeGCPzLGUQzdzAONOwPMzazw
            5EIMEIQTVASPOQNKHvNOIRGMEJNXWZXTcYiZ
            6UJAJXTLrcHFLDGTKzNDGdzFzfMusLtISLcP
            E9OJK9yPiBOITLDGNzOXNHzIzAaVJxLMzwzx
            WYGHFaoMjZGSFaZaXzBMLfx4zdLmkXlDrfNF
            4aP8CbcIlbiShgdcMzdKGhzZzfHnmKnLsUhJ
            0XXUUYZgiYfUeRaZdzaZcbwPzcakjmkgplvm
            4ZJCCaoHkahEPfcbFzcIDgyVzeJmlNmJrJVH
            96ONSDeUnelJkTJ8SzdUPDzYzDZKJsNXvqzU
            7UX8ZVjdeVbSaXXVZzX3ZatYwZXhfigcmhsi
            BYU6baohjZgNBDEaNzFcdfxBzdblkAlhdmxn
            8MJFBOdXYPVMEF6PUyFSTUnFqTRbZHaWQbmc
            DAMMI9nhiNfHJSBDZzbGcKwVz7aPHmOgplwm
            """)

    static let czech = LetterPairs(
        "Czech",
        letters: " abcdefghijklmnopqrstuvwxyzáéíóúýčďěňřšťůž",
        rows: """
            lIHJEMLPHMIEIEDGAhHCGKDTabEgkiqNzLnxjQNpzP
            8dLHEVQPLSIHCGCXKkEGCNEZXVKqvpzevLbtVPOZzM
            IBXLQCisUEMREaGAezCLUCPYzDYKUHjiLPzFgKQzUa
            GLcYZ8du5CoCQWMHbgSWLQVzzSUZUDfzqqzozpqzOr
            FDQNUBjdSDWLGOCALzGJXFKbzHXGPHzzRTzEeOQzLR
            9PKGDVQPOXHFDDAQKzDFGRIZOWIVvjzfvKatTPMizO
            EAVTXCMPd7fQJWW9VzAUMFatdKeMMWTZhhzaubVwVi
            C9QdOBmWJAfRGNICUzBRRCautIeJRZNrihzguYOxTj
            8DfPSHutgJhSCSI6bzDZMGNczHbGQiiePfzoiPaiPY
            9MMCHISOOOMGBJANMiLECUGpXhKQVTdmuKirZVLzxP
            FCTSI6jbVBbORIGHUzUGKJNgzlVMfAbYoQWmdnGzQc
            CAiOOJgeYPmZFUN8fzFVGDMZzEcDEnYjEVzqzQXzMb
            B9RTT9XWTAgLPSGBazfMOFTkzIVGJHWgNVzrYsQzQX
            7BMSaBabYBdPKUICNzOPVFYczJbINGZzPVzFmUTzMT
            FAbKJBTMbEeKcfNChzbJHJUpzJSEG9gzHRzEzuPzST
            CWFKDaROJZJIEGFTIzEDGCAYabHlwqzzwLhuYNOfzL
            KCkSdElfRGhUFfN6Wz9LOJdzjQkKWLdncczKgARnLt
            9GNLKGUUMIOJGKGGKqJJH7JccNNLQKgZQQiOdPQfUR
            E8QMKDZOREjLQLG8RzTKHELdnIQDOWflORqrgsOgKO
            GHTMUEYhQHbADKIFFkPR6KIZzLjNWKjZWdzrhslaUm
            ACUUcAbiQBhKNTGCazEPUFIapIdIMIgzMczGfIQzOv
            5PHJFRUSKTEHHHHZFzGFFlKgYcKRrmzosKYqbTIbvI
            HAURRCxwXDjNIkFCczILVLilzDKBHGgzESzEeQMzQW
            A6TQTAedH9XOOUJCRzNINOTNlSWVaUqjaasYmZOpdb
            8DMQPFSeQ8YMORJKCzTTACOmOJXVUOqjaasYnZapWb
            3RHIKScWKaPKILIQIzLEGOOdzlMYoizcoPzmbOJXjQ
            J9KSEBthLEPGJKCGGzLNMIFzzMWCWHTWWazncQQzPq
            7gNHEgucLfMHCFBgLzHHDgDzzoGhqlzzrMeodJJzuK
            3bcXMbSf9djKNBHbUzGMKbSxxjQglgzvmNzjyPVzpS
            4eODJhjvIjOFJCHhPzIIGlKzzoLmrlzzrMnpZOMduM
            FMPR9MaASOUPBL6MQwDPJQPiiTERWRmfWQoUjVWlaX
            LSRMDSggKUOHKJGREzG9BSGooaFXcXsld9vapEVsgI
            4bL8LbppKdQKNBLbOzIJLUHxxiKglfzulVzjyYJzpT
            HDVQa7qphAfCJY9JbzSQFLXxxjfIdCzvmlzjdlazPn
            59SQOLZYQMSKMHLGOuNNBJNggSRFUPkeVUnShUUkYW
            6daKGdrrKfEGBICdOzIGChLzzlJinizwnPWlbJMWrI
            7BWNOPddVRXBROQATzSBHASllWWMZTpiZZrXmYZoKa
            GJSed4qqa8kQbWQLgzfLWRYyyjjHm7zvmczkzlmzRn
            CJjUfAqphDjDGRHIIzYR7MLyxjiRSAzvmgzkalPJen
            57UPQNbbSNUJPMNBRwPIIGQjiUTFXRngXXpVjWWmSY
            3YNNLYmlSaHNGCPXczKCRcFutfHdicyriSzgYSYxlE
            CHLRF8ooY8iHPUCHYzVJRJYwwhhGRBztkkTiSjMzVl
            """)

    static let slovak = LetterPairs(
        "Slovak",
        letters: " abcdefghijklmnopqrstuvwxyzáäéíóôúýčďĺľňŕšťž",
        rows: """
            mIHJFMKNHLJEJEEFAfGCGKDTaaFczkeqjOtMUzSdzKYP
            7cMJEXSQLSGHDGBWLkEGFNFaXWKrzyqzzgwLWzSTzNJN
            JBYLQAjjUCMMFRG9fzBKVDQYkFXJcVLcXRONzlTekSgc
            FFeYZBgm59oBSYNEfgRXNLVmnPcczTNfzPqqzzvjzqWs
            FCPMSBfcRCfLHNC9LzEJVFKaoIIIzTLXNOSRzUUTzUuR
            8PLIEUQPLXFGEHAQKzDFGQJZOVLVzxffzewMVzKQzNSN
            F9XWaCMQe8gRIWXAWzAWKEaddLbKvMOLsWiZuzSrzikk
            C9QeSAnVLAhSHMJCVzBPRCbeuLgGvOSKtZjPvzaszjll
            8CdOTHukmJhSEQI6dzDbOFOezJbHzQXiVSOXzaMeZUts
            ABPEKASOQPQGDJBNNjMFFMJjamMNzVSVzqvJqzdbzOJQ
            8ATUL8jgSHbMRLGFUzUIKGNzzmROzhLdyCoKizjezIcZ
            CAiOVFgebOmcGSO7ezFXGDOZzEdEzHXUUKFVzgXbgavc
            B8RTRBUXP9kMMRFAYzkNNHTkpKbGzOJQdOORkzyYzTvZ
            7ALWcAaacAdPNUJCMzOQVGadmJdIRRKUOTSTzzlbZaua
            FAdLJATMdBYJcZMCfzYIHJWzzISDzEGXeLENrzzzzQyU
            CXFJEaSQKZJHFDGUKzDEHH8XabIlzjwzzqwKbzPZzOnM
            LCgRcDmgRFgPEbN6Uz6NOJcznRhKRYMZMVTZzaZZmPmt
            AGOMLHVUMIPJFLHGLpIKJ5JdcPOMdSQabSRQdlVaoRTT
            E9PNLAaNSAeLRMHASzUJJGMdnLREzOIQWROOmzobzSZR
            GGZNbFWkRFm9DMJFEhRR6KJZzMeQzWOhdKYeziZbntHv
            FBUUfAbiOBiJMTFAczBOSFGcpJbHzMIRdLLVgefahdwv
            6QGKEQWPLSEHGHGXGzEEFfMjXcNOzslzzsrLWzRczHTH
            D9VNUBxoXCrNKgGCVzJLUMkpzEMANKMjWTFTZnjagOwb
            A6URUAUdG9YNNSIDSzMKOOTOmRXVnbZkkcaPmvfkxadc
            8DNPVETeR7YORRIICzSUBEPWQLYWnMOkkcaanvfkyadd
            3RIGLTgbKaPINHJPJzKDGNLczmMjzpnxyioOzzsUzITQ
            I8KWFEkWKDSJHHCDKzINVIFzzMWCzWJRyQSggzZYjOSr
            5gNEGhvcNiNHEHFgLzDIGUDzzpJmzsqzzsrKbzRVzJYM
            HPXRLQedVRXLTULPUyRG5USmlYAVmbZjkbZ8muejxZCc
            3adRMbTT8cjWQFHafzEVLbYxwjNgxmkuvmlXxzquzZnY
            7bQDLdrXSeNAKBCYLzFEGhEzylJizomwxonLbzUazLOL
            MSHOCTRBYUWTIE6SBz9TKXVpobHYpecmnedcpyimzdff
            PSIGFSgfQTFJBTRSOzC8IXBooaEXpdblmecToxPNzSfA
            6aICGaPoNbiIKOMYEzEDEfKwwjGfxmkuumkDxzXZzHHJ
            4bL7SchpOdZKOAOZQzJILXIyykLhznlvwnmWyzZfzKXO
            FBUbhArqi7eDKTADhzUQKKdyylkQzoEwwTmmzzfZjLpp
            94XWUQedWRYTTJRDVzSTI8SmmYXLnbZjkbaZmvfjxadL
            GIBONJXWPKRKMNHIDsKMMOLffRLOgUScdUTSfoYBqTV5
            C7KdWXlUZYSBaLCAYzUFRAIttfecuigqrHhQtzmSzRkj
            85aYXThgNUaOWQT7XzUWMASpobaHpecmmeccpxhmzcff
            EHINIHVUNIPKKEEHMqJG8MKddQKMeTRbbTRKemW9pMUT
            DEjhgBqpU9dCITGDGzbN9KMyykjWzUDvwVmVyzQYzNJo
            1AhfUZbmfahVcWaGbzUaWScvvihQwkittljjwzotzjml
            GEKWF9ong6iHPQCGXzUIRJawvihTwPEtubkbTzYOzKmm
            """)

    static let hungarian = LetterPairs(
        "Hungarian",
        letters: " abcdefghijklmnopqrstuvwxyzáéíóöúüőű",
        rows: """
            lFFJJEEJFIJCGCHLHeIDDOFSYZPMJTUPRRWh
            9ZKPGXSGPHJDBGBZGkDFBPNZZTJjgrfjcmwz
            E7CXT7afWETVLXVDdzIOUIXbzUiEKNJQURLS
            FDSLVCWWDAgINRSFbbM5MMVhzTNOJMbgggmt
            ACPbMAUXODIQTOIBWzIIHHKYzQOGFLJKTSGW
            CQOPIURDONNDAFBVOpBDAUMaTVGVecckziyz
            JCaXe6OTkBTcNXU8ezGYNJaxiZfJFoTIVGIT
            BCLXSBPKLGMNKQKDUzJLKKNjz7PGGNMQSSQW
            G6dfX8ngTDmeUTLAazRVOKbezUaBJGNSNSQS
            6FMLILQGQPVDFLBPOeICFPKzWfILVgLtXemz
            F8RTJ9UaYRNTJTKEYzRNFETyzjP9HUIHMKfW
            6CMUcBVaSEZKNUOCazLOLJSbzZdIFNPEYLRb
            BCSOJAQLOFLIEIJHXzTMDMKjzFWEGOJPYSJh
            AAHXY7ZfZBVYMLSDNzQRRIYfoWQCEQOUPWdJ
            8DQKEDRIRDVGQVHJZzVNDOSqsBQIFVWOYUOY
            JXKOIXRFRXWCAE9QNzACCQMTXXEkavbszvtz
            DBSKUAXZMDJRHVOAIzDKIHOykZMEGIPUVKQh
            BHNRNGQMPIQJFLIKQoJIH4OceOKLLTRRYUSZ
            CBMMIATJPENKNJIDVqLHCLKfjSMFIRILRLLQ
            9FQTPDXUPGpNSNNFQiQGFPTczZ6GFMQRRQOY
            7BOWbATcLFNONSMEbzLMDKMdzReFFRIKTPKS
            HMKNCMUFMLREAGAYMzEAAhSyTXNMhpdntpov
            I9Sca6XdbBTYZZUGnzUTOVVizci9BMUPbQMW
            A7QNT9SVG9UMMRICTyOJOPXNnQUQVcaahdbi
            5EKOQDQTQ8XNNQOMHwOQFGIUGLSSTbZYfbZh
            9BKaT8QUKDPNONKEWzNHHKKazlLHILNJPNNM
            ECPhK8aQQEgOLOHESzQHBNQzzbKDFJKKUJJU
            OaGJKgXEUTKG9HBgRz9ABZLzzlHcaasryutz
            EhJTKfeBRZRCCJBkEzA9DiIzzoIkbtrrxjsz
            OYSOHXjJhbJPKICcPzAL4cBuwgFdeljjqmkr
            6NFOFWMHQKJEBNGeLzFDDkKwyiHfXdaleoet
            UbIUJWlKUeWDBKAeRz9CCcCxziAfgollsomt
            8POKLTSEST9KAOJYMzEEBdRqscEVZhfflign
            SUaRNWaDTbhB4QAbhzFJFhLuwfGcdljipljr
            6NHXGKLPMIIEBMITRzDCEeIwyhHTbUkkZfls
            6OJMZGOQMTHCGVCWczGCHcApraFXYfddZgel
            """)

    static let romanian = LetterPairs(
        "Romanian",
        letters: " abcdefghijklmnopqrstuvwxyzâãîăşţșț",
        rows: """
            oCHBEHGINFNRHEIICdFCGKHSZXPtzIfTXTX
            8bKGITNLULOVCHBYKjAGAKMZUULzzzwRMRM
            J9RUSBjiX8wyEXaCezCJSAbUxQiRzkFeSeS
            F9kOcAcoFBnQJYY9giFWEBVzzaxMedDfOfO
            BBaYV7dUa8UzWOTCozFUaBTWmReUzyIzwzw
            7CPFJQNKVIWaDICNKrBFHNLYLVIozcmPRPR
            IAeWg9PVr7XhEYcAczCZMDozwfqMdeJwsws
            E9ViR9dVF9wbJQMFazAVVCWaxWjLzcExtxt
            E9bXX8edp6svSRHBZzJWLIeYuQYUzfPtptp
            8DNDLEONVFUYDHAINkIGDIJkYkLzzzwTPTP
            C9ObPBihlCYrLSUAUzVcZ5ZuqsjZzoMplpl
            7AUUc9RPJAWQKKPDTzLILGVLnJhQzlcnjnj
            8BQQP8XTfAiYMRRBVzkTIBPizUbWzoGjUjU
            D8GXb9Ufh9nzYTJDDzaVVDZdoVbJjaGzXzX
            CBeFDBMHdAUWVaRHgnTFAGNkgVQWjrHYJYJ
            IEJFIRLJTKYUDE9PGz7GHMJSSXNzzzsSTST
            KAiXZAbfRDmlDbYBVz8MGClzzekPkeFlTlT
            BBSMPITSWEZcJOLMPqJNK3SebcUYsZPaWaW
            CAOKL7ULU8gWQIMESoULHFPdiUVPngGbUbU
            CDZBZBLfOBzXNMTFEiUP7DaXzYiSccHzYzY
            AAaWc8YjQArrVXXDdzCWTCcczXdOhdDzzzz
            CJKGJPRMdDVY7GBcIpAGEePfVcLdozUQPQP
            F8dfa6hfs7vyPkXClzIVgLpkxbiJedFwsws
            B6USa9RcI9kONRICVzLHOOdNlNfjzjalhlh
            BBSFdAXgW9nqUWWM8zXYBGOZNQimzmNokok
            3CRNLFfTiMmTGLHERzLJPJTRnpglzlbmimi
            F8JgP9nRX7uwTWQFdzbYfFKzvZSMzt9vrvr
            UYicRYjimIpsIE2cYzCREMjurtSpzpfMRMR
            3HRHOHSRUGYbKNJDNpEMHIRdZbTXrXOZVZV
            PYicfYjimNpsPB1cbzSUPYiurskozpfTTTT
            3hRKLemQvMWzJHLiNzBHDMTzzzMyzypRKRK
            EDbGZChgk8oYXOLFazYb5FhtprinznMplpl
            KClchClko2sfegdehzcfcIlxtvmUzrDspsp
            EDbGZChgk8oYXOLFazYb5FhtprinznMplpl
            KClchClko2sfegdehzcfcIlxtvmUzrDspsp
            """)
}
