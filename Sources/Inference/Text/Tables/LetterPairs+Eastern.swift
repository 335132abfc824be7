// Made by scripts/letter-pairs from lists of words: see LetterPairs.

extension LetterPairs {
    static let croatian = LetterPairs(
        "Croatian",
        letters: " abcdefghijklmnopqrstuvwxyzćčđšž",
        rows: """
            lIFLEMLILGJEIEEEAjGBGHGVcbHXMYMO
            6fNIGXTMRUHHEHALLlDIEOEdjXJSKQLO
            L9WYXBkga8JfDWJ9gzAXdDWZzVVoawoq
            A9gYXAZdJ5SLRWXJheGaSGPzzWgnmunp
            F9NhYBeOd9LkLOCAdzCIdEJazVUrrzeM
            7QNNEWQKRVOGEFAMLzDGERHZaWKLOQLO
            GBVaYAPQi7WTJVT9Xz9LKEavztfhhphj
            9AXhNFkbUEhZCSK8bz9YWDOdzdZoofoq
            5AicXDgelDbaLSIAYzDSKIGyzUakkskm
            8TQHMUUMIYCGFECIOqIFFhHzfzHEIaKS
            E7TWU5ncjDdOVTJIXzdHSAQzzzXsWzXu
            C8kOnDgebAgeHTO7ezEKIDLdzclZbzVu
            I7SXRBXWf8ARORGAZzjNNFXzzVmsWzfe
            77LUaAahhBLXKXMBLzNMZHdgzYjdczcu
            D8fLJCVMa8BMbhUAdzXGHHXrzYSpSYgY
            9VGPEXREUSFIEDEVIzCDHTBaibKRMRLN
            LBhUeDvgTEQYFeO6Zz6KNFizzlpVZzPt
            8DNOKFUNREJJIJGFKrGII8JdjbNQPXPS
            F7OPM9cMQ9TLONIBQzWIJEKhzWRhTVNN
            GDfRcFWlQEN9EJHHFpJT6HGizdmttztv
            E8hadAdkQ8RKQWHBPzCLUEFgzYetoztv
            6OHOGTYHPTHGHHFQFzEEFdLhhfIKHTII
            I7lRU9wYt8KQGjFAkzFPiIlzznlsWzTu
            B6VRTASVH9RNMPHDSzLHOLRPrNWYYgYa
            6CIOOGMRL9NNNOKHKvLMFNDQGfRUTbUW
            3DURKEfYbLKNHPGESzKLPJRPtmYaaiac
            I6HmGDsIcAQhHICEizIggGDzzebonvoq
            2CjkgBpjmBeXefKOfzcedHfzzxjlltln
            H9jeg8qjn8N8MZBMgzdeeEPzzxjmltmo
            N7bdY4ibfEXXXSUJYzVRW9Xsxpbedleg
            EAjagAqjm9cBGWDKKzXe8IOzzxjJQtlo
            L8IiN7nhk6LcRRCLdzNcbEVxzvhjjWjl
            """)

    static let slovene = LetterPairs(
        "Slovene",
        letters: " abcdefghijklmnopqrstuvwxyzćčšž",
        rows: """
            lIHLELLILHKEIFEEAgGCGIFUYbFuMMN
            6eMNHXTMMUFICHAZLlDHFTEdfYIzLLQ
            IBWYNAjma9LTCQE9fzBKQGOzzXYzLOc
            A9cSW7YgG6VMNYTDcdQWNKNzzUezklo
            FALWQ9fQUANMJOCAKzCIVIIZoVQzcSQ
            8RLMEVSGOUHHDEBQLrDGEVFaZWKzKMM
            EBYYVCKPg7PQIWOAWz9LNEauwrdzeVi
            G6YnSEgcSDbZCWJ7azBYXHPhzdgzeVq
            3CfgbFiklDdONUIAZzFXKJOfzSbzQlo
            7OPHLQWNEVDFDGCPNkIFFbHqfzGaHIR
            E7SRR6xhTCgQWSJBUzcGSDRzzzXzYGu
            C8gPSCgdbAVfGON7ezDMIFOczdlzfQu
            B9UNSAVQe8ANOSFAUziNOIVzzVbzXVU
            89IVa8hegAWVJUJAMzMMdHZezZizXPc
            D8iKKAUMe8BKadTAdzaHINYrsaVzOPY
            8XFQDZSHRTJIEFGUIzDDHSBYfbKzHLL
            LDhXbEniSEZVGbN5Yz6NOJczzfhzdUt
            AEOQLFVOQEKKJLHGKpHJJ5KegbNpOPS
            E7OQM9dMRAHLPNHBTrVJIHMgqTTzTMO
            GFSRdCaiRFV9ELIFEnKS6LJezZjzgrn
            DAmaZ9dhP8KMNVEBdzCPTGGfzWfzlXv
            8MGNEQaHLSEIHGEbDmDCHiMzdcOzGHG
            C8XRS9xVZ9ROGXEBOzGIOQlpzgJzRRa
            A7WPTASWH9SNNOGCSxJINNSQoOVxWQa
            6EJORENUK9QQHONJIvNPHSDRBPTvUVY
            3HSJJFgYaPIOIOHDRzKGOPQNrmYzYZd
            J7HcEEjGNCNKHHBEIzIORIEzzgUzaQg
            4EOQLEWOQGKKJLHGKpIJJNKegcNpOPS
            DAUni8tln6IJJY9NfzKggFYzzzlzlnq
            GCkZeBskmBN9JRFIKzZfCOPzzxjz7lo
            G9GjZ7oNj6GMQQAMZzOccIZxzugzhil
            """)

    static let albanian = LetterPairs(
        "Albanian",
        letters: " abcdefghijklmnopqrstuvwxyzçë",
        rows: """
            kFFMEJGGJKPCGEFOBLECFOHzTZIKY
            AbMMKZKLOWICCGBbIP9ECPJzXyLSm
            S7kpTCkjdAOTFfVChpBMUAWzxJdaB
            IAfkd9geZ5MIaOUCckTYVEfzsPfmB
            ODfrk9Yl99KSZQRCcrCRVEXzzImtB
            7TTQLkNKMYGGHEBSLPD9BSIzYyLVn
            PAjohCkZd8MQFeUCbXDADEjzwJjrG
            NAleQKlkbK6XLQOCXqBTQBdzfedsB
            BDTvQ7PShAKEVIOHHNYTCDRzzPqhE
            AJPOKMKLPeNDIBAJLRHCASKzbxEWm
            B9aeR6bbcCdOWIIFaZTNFERzcJZaE
            I8ffdAfoiIOSKTR9buEHEAdzzXQaB
            JBOUSBVRf9PN8MRAVSePJDUzePYYE
            8BCaaAWif9MUbeUCKjUTKGdzeTcfB
            7FeLBGPEe9GMbghFgcbJDJSzQZWVE
            IWNQLVHIAKAHFFAUISADHiHzbwLTl
            T9gZfCnmaCJSFYRCksBJHEfzzSfa8
            HCYkX6feY9MLWRMFPZWSLEezsDemA
            FAMPIBOKU9NJRIOBNUEKGENzZMQVE
            DJedZESZ4CKIUPLGKUeSDHNzzRkyI
            9CZwWAgdFBKNXSLBZiDPXDczzOhcB
            E7NRLDMNMQKJCGEUKN9FGaUzYuLTj
            P9kpN4lXeAIbKfeEhpHadJkzxWdsF
            CDMRJDMLFDIHHHFFJRDEEGLwZRLTG
            NJYcVFYX39ISTSRGVdPQQFXzkRXfE
            RRRZL8LTIWIEFDIVGL9BBUQzskKNZ
            LDHpMFlHBBQWYFU7hpYYVANzxRkeD
            G8dhSAWcW9LGJBGCSiIVTDczpWckJ
            8bSZNfPQShUMHFCjNQ79FlJzzvFak
            """)

    static let turkish = LetterPairs(
        "Turkish",
        letters: " abcdefghijklmnopqrstuvwxyzâçöüğış",
        rows: """
            mCDLDGKEGGTCMFJHJhLDFLLTeEOfJKNkRL
            ATKLHaNUKQVEDGAaJlAFGYLcgEJzNonKnI
            M7QcN9rig7cbMXWEgzKWdBZczUUzcJJpJn
            K6WVR7ZlGBxLMUYIeeKcSDYYzWXzndJnDl
            H8biN7hWe8kbVcaGczNUeDcczRkkkMFtBr
            9TNKGUOSPWZEDFBUQz8EEbIUXGLrNyuLnL
            C8XYb9KSZ9vOHWTCczENGGdvgQdzUUPlFa
            GCXYX7iaJAyYQVXJfzHTWFogzaaboA9oIm
            C5SYPCZlUAxQKLNHRzJKIGQVzSVSOpKoLS
            8QONJROSNWaFBE9TNnDFIdQzgFGzNooJnH
            C9TQF9eab7URITNCczQVSEdnuRatcUOcHa
            88RaUDaYWCzNDMREXzMJFEWbzSjUNNKuFW
            E7RRG8WMVAmMGFYLSzjOMGXmzQbVSdJwDa
            97NQK8eYTBzUHQXJOzRNYFdjzUWlncHtEY
            6DRJBDVKYCdOFKPOYzUJKGWzzNVlQZLwDX
            GRNLLVPNSUOF9IAOIz7HIJOObGNzUsoGjN
            98WZXCbZLEwOCIXCSzEIGKbxzRkzPoQmEf
            AFOQKGTPQHbKGKHMRpHKK4ScjLPiRSORKP
            8BOOFCULSAWHGHPJTzSIHFShoOVzPXKwCP
            E9YTdAWaN9zLJNSFNaRNCFUbzLqzaLJtAq
            B9TXX9TXLAzNGHWGZzJOHFTbzUdlPQHtCm
            BNNNLRSNMVeGBCAXLz9HFaOkgFFnMcpIkH
            H7TNK6bKR9wOGOUNdzEMcFPxzQUamnOmPT
            86YUVBVZJClPPSAFVzOGRPcUuQZscdYbUZ
            5CHMMGOTUEfOKLLJDtLOBMVQKITlVWSVKT
            D6OUJASMTFzQEOKAXzLNSHSczUWjdNHsEW
            6APMHAYJWCyTDIUJXzUOSJZzzNQzZZIoEm
            AKJWHLOUJMgH8EBRWuEQFRXhpCGnXYUMPM
            D8OeW8fTWAwPEHVFlzSQIKcxzUjzUMLmAk
            QYSPKaSaRWvGBM9gKz8HJfNwzD9zSmiFdQ
            CcPJMVPWPcXFBE9hNzAHJjMzzGDzLqmKhE
            KETTLGhbk7weCMWTmzDWcBYxzgRzVnHm7k
            7cXOOdTedjzEDE8iOoDJPeYzmGGzTvrHbF
            9ASaaCVUTCyGDDZRczRRBISzzUhzPSHoBc
            """)

    static let vietnamese = LetterPairs(
        "Vietnamese",
        letters: """
             \u{61}\u{62}\u{63}\u{64}\u{65}\u{66}\u{67}\u{68}\u{69}\
            \u{6A}\u{6B}\u{6C}\u{6D}\u{6E}\u{6F}\u{70}\u{71}\u{72}\u{73}\
            \u{74}\u{75}\u{76}\u{77}\u{78}\u{79}\u{7A}\u{E0}\u{E1}\u{E2}\
            \u{E8}\u{E9}\u{EA}\u{ED}\u{F3}\u{F4}\u{F9}\u{FA}\u{103}\u{111}\
            \u{1A1}\u{1B0}\u{300}\u{301}\u{303}\u{309}\u{323}
            """,
        rows: """
            fJECHONHFOPGEEDQHLIF9PHOLQVgTTzgfbgUlbbFYWtqvsq
            7VOLKSSMPGUNFF9MNXDIILPRSJQrpnzykwvmxvroonnkIDD
            H8PRXDnaSBdXJVSCbeGPTDcPcNqIHISPIPNFNQHhKKgdjfd
            7DZTVIYb6MjLOVUFYbKWNGbrqUbQKIzghtQHSSOlOIkhnkh
            9AXTNCVQSATZRSQBWnINTDTQdKaLQGbbNUcNNePhQFgdifd
            7GOLJISNWLaQDHBIPaADGNLMMKQomjzvhssiusnklkjgNKK
            BARNRDFJSBiVGPPBOg8SIFafWRjdbZpVWhhYjhdaaZZWbYW
            2FXgYIjXGDuYRZUGbsMUXHnbrWvORMzwiuRLdiOmQLlioli
            9BgXaGtfXAweXXSCaeTZQDobkReJGETOJLLFPLIeJEmjpmj
            7EPIMKTNbSVQJLCMPWLIJROhVYVUPSzb7waWiYZoTTJkLMI
            E7PQPBVRPAPXUTN8OePRQAYdcWhbZXniUffWhfaXYXWUZWU
            BDYXfDXR6AeTPOPGWmNNQJXMkFpjifQMHLnSqnjgggfciec
            B9OTKBSRUArPESVCSpaNLFQaoJgMOIdWKPSJSQLjKHiflif
            59ISbEbYYChdWPWELqXQSIYYgKtNNKXTNXRIQULjLLiglig
            6GcNJId5BJYTZaPNdfZPLRdgcRWUZVhYSfUPmYQgVSpmrom
            7EMNLPQNPNSMFHAJMrEIIIMLSQUKKkzbhtsjusRllkGhMIF
            5DYUVDnU6GpZKUVGLnINNKXmlTfkdgwrdpoafokhcggdjfd
            FKYUYQfQPRiZRVPUYgVSP1afeYjdbZpkWhhYjUcQaZYVbYW
            BANNJDUKSAiLMNLCReLKIETTcKVPLJWXOPWISNMkLHjgmjg
            8CTJUDcYFDrPNRPDMWQIBFXOnLsPJMySTWPKZQLiKIhekhf
            8FeTdHdZ98viSWTGTgBPNIRWjOZQPJgePRWKTSQnSJmjpmj
            7FNNMKVNZJbOKMEXMhGHKaSWSBQWPFhaMbsDusXkXkjhJFF
            EBXTSAaVV7naUaOEZlVVPFYkjRoFMEYQJPUJMTJXHFebgdb
            A6RQZAUTGAiOPRICYgNINSbRfPjdcZpkWihYkhdaaaZWcYW
            BBOSWEUUOAjaOURFMhSYKBPWPLkNGGYKIHKGVMLbPDaXdZX
            3GVTQKbTZRpWMNLJUnNNTMWYlfUkigwr9oofqokhhgIHHKQ
            97JRV9dLLBfWLSKEVdQLPEXcbJJaYWmhTeeVgeaXXWVTYVT
            7UbWbXiVTAkcYH5BbiXZUHdihElfebrnZkkamkfcdcbYebY
            BVc9cZkXWCmdaE6EEkZbCHfjiInhfdtoamlcnlheeddagca
            SYfafbmZYYogcGCbbmbdXDhmlEqkifvrdooeqojghg97GE8
            6KRMRNYLKKaSOC98RYNPKNOYXRbVURhdPaaQcaVSTSROURO
            7NUEURcPONeVNEDB9cRO8MWbaUfZXVlgSddUfdZWWVVSXUS
            HahbiepcbarifKCdhpaZZJkonhsmkiytfrqhsqmjjiC4ID9
            6EW8XTeRQPgXUJ7SJeTVCKLedXhbaXniUgfWifbYZYXUaXU
            7DXAXNeRQBhYUD7THeMVETZedXicaXnjVggWigbYZYXUaXU
            DYgZgcnaZGpgVMAcgnceTcWnbgqkjgwreppfrpkhih87GB9
            8BVRVRcQOBfWSG4RVdSTORXcbHgaYVlhTeeVgeZWXWVSYVS
            8EX8XTeRQEhYULATCeTV9TZedHicaXnjVggWigbYZYXUaXU
            NUbXbYiWUUlTZF9XbjYZVXdihbmgecsnZkkbmkfcdcC5JF8
            NBYTeIlZVBofbZTFeZbcVIZlkepHHEPZFPK7RNFfGEebhec
            FWdUdalYXFnebN9ZalacXVgkjdoigeupbnmdomiffe88GB9
            EIeYebmZYXofccHaembdWKglkepjhfvqconepnjg5fD9DEB
            9GfbfVmaYCpgdD3bfncdYEhmlKqkigwrdoofqojghgfcifd
            BOiBiepcbEsXfG4eFpegAGkpoKtnliyugrrhtrmjkjiflif
            4EcYcZkXWBmdaI7GckZbWGejiInhfdtoallcnlheeddafca
            5EfbfRnaZApgdE7EfnceZGimlGqkigwrdpofqokhhggdjfd
            9Ki9icpcbDrjfG7KDpegAGkpoJsmliyugrrhtrmjejiflif
            """)
}
