// Made by scripts/letter-pairs from lists of words: see LetterPairs.

extension LetterPairs {
    static let lithuanian = LetterPairs(
        "Lithuanian",
        letters: " abcdefghijklmnopqrstuvwxyząčėęįšūųž",
        rows: """
            mDHOFJLGQHKDGFFNAiGCEMEVaWXbVcuLKZkK
            BZMNIYTMZBRIDFDbJqDAECIjjXRzTdzzMqxM
            M8ZWQBskgAQcGabCfzFQMBUzzQaNfCMYhFKi
            GFdQWAWg94gKLSZFYfNSKLZWzWfapXrojLba
            I7hchCiTh8fZbPXBezFRiEJnzGYNwESSlSME
            9NMOITSJiCNFDHAQKrBDERMSWWQwMszXKztO
            HBaXcBKPn7eWHUY7XzCQLDdtzXnWmSplhlPi
            J7XsSDugL8mcKRLDVzCMIFOzzESMeJSXVQKT
            88ZYV9ldmAdZTOFATzNPIKcQyLVYleokglQh
            ADSOIEWLoWFEIE9GOtHCHGOzixOTRbzuIRHY
            R6osf9umvDmcjjh7kzbfcBlzzXvGuOPPpNEq
            L7iPQFgcc9qhFPRAezFGEENbzIzMcIQTKMKu
            J9KYJCVKe6ZMMPMDQzZKHIMnzGgOYFQOZSLW
            J7KhVAcdh9aYYUV9JzeHKFchoLYHeHTdcSJT
            JAeMFCSEg9ZDbcYEezVKBFUzzKWOOFONfbKa
            7TNPIXQJaYDFFEDVMzD9FNISicRxXszzRzuT
            L5lYSDjVVCTTGXUDbz9JJGWzzNxSbMYZTTTX
            ADPTMIVNWENJGKIILqIGI5MdiPWSVOYVQVPR
            J8JQJCfJi8YKRJLCOzZKEFPfzIeNVIUQOMNR
            4FSUWHUiSBkHMMNLKeTRBFMfzSzPVPcZwXSx
            G8ZfdCbVP7iTQSUBazEKZELgrGqLzIRQcNId
            COMSGTZGeJKEGGGBKzC7EkJzgfQvRbzyOysI
            O6hgY9lfw6nhXheCczbVhKmjzDaPeGPZfUNr
            77ZcVCfWJDWTUUAFVzNERQWMsYgcfXheZeZb
            6GIQQFaSbASOMMNMDuNLBJDiFMbXaTdZVaUW
            FVBXGVsGtaGCJDEQLzFB9aCZzmQpMlvsNsmP
            J9MjBGlNb6dXLGSDYzNWSEWtySURlHOlgRIh
            1YjmabpgqXFVOPTbfzPHbcQwziqmpisoZojK
            MIgjRFmdn1dVbbYQXzZWWPdtzVnXmVolglUi
            6cSYIgVJZc9JGGKfPzN7DhMzznWqTmwtStnN
            2SdhaWjbkSbXYYWWZzW6WXarwdkgkcmjWjdV
            4SbkJSnIoVPHSIVZJzEAFaCuzgnknRpmSmgH
            NCPpQGrMs9W9IKOGOzKHAIEzzHsSHKUQWQPc
            QVMkCZmJnVaCHKAZHz6BDaNuzgIkNfpmKmgS
            0bmqiesktaJghhfeizfQegjzzmtpslvrnsmo
            QBSoICWVr5eKRHKFQzPJIEIyzFrPqKTNfSPm
            """)

    static let latvian = LetterPairs(
        "Latvian",
        letters: " abcdefghijklmnopqrstuvwxyzāčēģīķļņšūž",
        rows: """
            mDGKFKLIPEJEFEEMBiGCFLEVcdKRTUVSUYZOaW
            8YKOIZUMWDLIEGDcHqDADEJjiXMjZeYiXQRPkR
            M7bZWCimcBPPHZQEUzBLUASzzWhDgHyKxVrZHv
            FDdUX8YZH5jOOTYITzPPMIXhzekJzGwBwsqnUu
            G9acaBkTeAbaZQQCdzEHbFQlzeAFzHzEzxerSL
            DOOIFRSKTFLDECBRJpCAEXHTXXMUceTjYNPKnP
            HCZXZAKRm7dUHVa8VzBIMDdtzceQuLrTqnkZdp
            I6WnaJkeKDebFTNGZzBEIAPzzcOCzUxWxPrNLb
            89aaX9ZeWATTOPGAVzNNIIcVzQUKtNqPpmjgko
            ASQLH7VNXaEGGJDNPnHBHeNzhzEQZfZtWUHSmY
            L5afYJujvDmdggTEdzeHe8azzzm9zOzUyvtZJx
            H7iOXMeZZGgXFPRBXzEBDBPazbpDzbzdzKYJUz
            J9PQHDSNe8SLKMKFOzWFHGJozbSEjFpEoxvVMd
            88LfUCaagBSaYPPFLzaFMDZhifcDzHzJzlvROd
            HAYLGARJbAYLWWQBYzUFDFPzzbUBWLzHzywWWa
            CSKMFYNJVUFHDEBRIzCCAKKQddKhYqQfaUPHwV
            L7UUTFmQU9QPGNQEUzBIKEPzzeTDlEaNzVVTQy
            AEOPLHVOWFMKHKJKLMIGH5MdjdNKdOaNZWTQUY
            I9KQJCaJVAYLPJLDNzVEEEMfqSOErIXFViXOMa
            4DTUWIUaSFfFKKOLIeaNAMMfzdeLzOzNzzzwSz
            BAOVRDcSOAWORULETzEFOCNfzbUCnJzFzXYXOz
            5RMMHVeIeSOIGBFjNzDCHfMziiGQccXbcRTKyZ
            L8ieS9kev6QZVbQFUzXLbHWjzzfEzBzHzktqux
            68XSUCeXIEWTRT9FUzNFPSVSsUWTmXjWifdaeh
            6HHMPEZSLCQOLLLODtMKBJIhHKROhSeRdaXUYc
            3IRIUGTSfNVTQQOCIyRCPQVJsmWTmXjWifcZdh
            HELNHCiLu8SOJHJIKzKFIIEzzjQIzFyBhuLTWw
            8UNGEeRUxTDDEEIjMzBBCaJzzzOkajipeURNwV
            J8XYU7eXT9VTTRSGMyRJQ9QmsmWImTjKifdZJh
            CcWLGcsKtd9HDEIhOzAE9gOzzzOhzgKlQNXIsT
            NKabX8hai2YWWTSRXzUSTHYpvpZWpFmHlifcgk
            Hd9IFftAueDIKHEiMzIE9hDzzzKicnbmVQRKtW
            OGacX9hbi4ZXWWVNYzVQOEZpwqaMqDmAmigdTk
            F6ZUVLSTXBVPQUUEYzPQW8PtztdDtRLYLNLMFo
            Q6ThQBngoCZVcZbFVzXTZ9YvzvfGvEOfNom9Wq
            C5TXQOUWZBSXPPNEQzNJNAMyzyYFjMvJFWPmSt
            JWbJBYaKnUNDGHIXGzAB8aGuzuHbZfreQXYImK
            F9TYWCjckBaQYRT9UzPKV9VrxrbCrGJHnkReNm
            """)

    static let estonian = LetterPairs(
        "Estonian",
        letters: " abcdefghijklmnopqrstuvwxyzäõöüšž",
        rows: """
            lFMRLJLNGJI9DEHLCmFCDKDZjlYTNaSUZ
            7FOZGNRGLHPGDHBVMqFDCMGnnXczzzlaY
            M8dcW9pcV8MNEaWCbzDJVAUVzXzlUcOvy
            F9eNSBPV7DdIGXTBTzHNEIYNzTtddkfnq
            99klh8gWfARFKNVIizILaAQgzzfdijXzP
            8OSZKFT9PHSHCHCQOzDCETJUaXhoxzzha
            KBiqXBJPf8PQGbY8XzBJNEcuzvyNiNKsv
            M3czbFgiP7XSNUQMqzKSjFZzznzuhzZzz
            G9pxiAsgKALFPHCEkzSXEDHYzSzIJXJyz
            7KPVGPUCMFZDDHCLPnIAFKKnzznyzqzcq
            X4nubBqdjPZddfcEizeab7gyzzzEIWNwz
            HAbhfBfma8RHJVXCezFDJAPczgzHJSNhz
            HAQaIAZHa6JLFLOFQzhJGFNzzimNLTPif
            I5IjhAVOg9TYPHQFIzbMaCczzgzIKSNjz
            DCZVCCUGYBSLRZIIazfJF6UzzleNPXUce
            KSKWJPNGKKPHCF99HzBFGLFQzfXstzvYf
            K9qyjBehVAQSFUVCHzDFLBZzzjzIGPKzz
            EDRZLFVIOCQHIKHKNqJFG5LdnehRRYTbe
            GAMUHBTGT8KKMIEDQzLHGEKdzSzJOSObe
            EFZan8YkU9VGMOPJPedG7BUfzfzTNWOzz
            E9dkg7ihQBRGKSWHizHDO9TqzezQPUPRz
            EQQYEUaHOGOHGFBeQzG6BHIpzlelxzzaz
            C6WcaCXNX9UYNXRJZzVIT8XzzkzIIYYzz
            76aiTDdRXHZQQT8JVzNEOOUmvmqZZgckn
            B7GbMEWKKFSJJMJLCrKGAHNfoKiSSZUcg
            3GOJLKdRWMZFLTMGKyLBKNPJvmpZZgbjm
            D6XfGEaOOBWNDGFESwOHLCRjsjOWWdZhk
            XYJuKHqIEElIFJCUJz8CHBRyzzzBmtowz
            YWKuJKpKACQHDGAUHz9IIEMyzyZlEsoSz
            SMGnGJjEKHVFFHFRJzAHGTJrzsvef6hps
            VMKsGQOICSaFBDCPFzBEEWKwzwzajq9Xb
            I8SkW8gQZ8bFJNMDRzQPJFJoypsbcjPEp
            FAPhE9dJW6YMQSPGOyQMOATlvmpMZQQjm
            """)
}
