// Made by scripts/letter-pairs from lists of words: see LetterPairs.

extension LetterPairs {
    static let german = LetterPairs(
        "German",
        letters: " abcdefghijklmnopqrstuvwxyzßäéöü",
        rows: """
            mDDKGEGEFJJFGEIMGXGBHKGGZVKzVzWR
            BQHGJSKHJKXMCG8XNdBDECQVUOSRzzzz
            HBQXU4WMPDWXFWQGdoDHKEbQzSSzOmPM
            LHfUYKej1MmCOceHidQVQRknzVezbbxv
            ACSVR5USQAUTGPNEWpFKKGXOpPbzTdSR
            APLLLPNJKCdOEK8RSe7FHLTPSUTeiznp
            DBRXW8DLSDiWEOOEWzBKCIaThdRzKeRG
            8ETkW4TNPFfQGRMKbzEIHHiVzWYzSeUS
            BARgW7YUSEfSEIGFZfDKDIbKrUWzKiLO
            IHMCJAMERXWJFJ8IPbIACSMaXfOZiudz
            I6XUd8cXXKYTRaR9ayTUU9casncwEzMI
            BATbb9UQPFvRERKBVzDJCFbRzSSzMlKL
            BBLRI8MNT9WPCNNGSzUKEHSTzQNzLdQO
            B7KaU8TQTAgWPDTFIzUKKGcUlSYzMbNL
            6ENPCCOBPFWKQUGLWoSGENUSoUKzUlYW
            DPHIKQHIHPTMBE9MIq9DFLNNXUPcvfnn
            GAcXTAEaFCtYDWYCEz9KHHcezWYzMkOS
            ELTRSJUQPIcUNOMRVnLNN1YWicWmZrca
            8BKNJAMHNCaKJKIGRjLFEHTNgTLzOgQM
            BGO9VAUOOFZPMPTIIgSB8LTQzQRzTdWT
            8ETXX7TRHCZWKQOHVmCHGIXPqUGzMmUQ
            ILIGIFFHMNcNGE7YLzCADYUSWaPZhzxm
            GDZcW3XWb9fWTca9WzQRVUhawalzagOo
            I8bbY5caS8WZWaSDfzUSXHjZyUizHzMK
            7BMQRBTSM9hLIMINEsRSBIPWONRqewhf
            5CNIJDeSZMeTFGFHHxECLOOSsdVwkzmk
            8GOaT7UTUAiTIOWHTzVMFAaHyRSzNzON
            9OMST2QNRMdVITMSOoJIOSZOjdXnbsdb
            SZQEHTGEBMpSEI8XTWBDBDZjvpYzmzpn
            8DGIHFRNMGZQAFJHJkBIIJHTfZTjWoZX
            OXKDISDECVmMCLBXLx8AFbQOZnUbkzmk
            RZ9AGQNGAaoUEMAeRzAEDecjupjTmzpm
            """)

    static let french = LetterPairs(
        "French",
        letters: " abcdefghijklmnopqrstuvwxyzàâçèéêëîïôûœ",
        rows: """
            lCFBDGGHJHKPGDJKCQEDGPIPYTVedgfJezZznze
            FZIGITPHQBUTCH9UIRBGCEJYUMTzzYzZzWSSpzz
            L9QUSAahZCSe9ZX9ekBKQESVsQuzSzUIWzdzzdf
            HBaKXBYf9DnMGbb8aPFREGcepRqzfzTKizzzVzc
            BCUXR8URU9QiXPWCbtEKWDSYuOhzpzRAzzdzcbz
            6LQJQTQRYNZbGGAUObAAHGMTMSNzwczszzzgzpz
            DAcXYCCVk9kcFXX9YpAKSGkujctzZzPHVzzzzcj
            DAWca8fRHCtbIPDDarCQRCdbsSvzWzPFXzgzzzz
            C7adV8gicAleQOMBakIUNHeWsKgzUzMEXzzzRzf
            HHMFJBKJeXbVEHADOIEACWIpScUzzqNOmzzzzzz
            I8WWU8ZeeIXXWWV6VjTTU8ZoljnQxvmJtzvwvzz
            7ARTU9VTIAkSKMLESiKGOKXJPJmzvulNsyuvuyz
            DARSP7TRT9yVAPaDTWdLKHQlmNhYYzPHozzzblz
            I8FYd7geeBnoZFTBDobQVIdclOozbzQFVzzzgfl
            9EUFDBNHYEVXWZFGaSTD8MNniRUztSXJdzpzjzi
            HQLILQNKSEXUEE7PIRBGHAOPVMYzzzfVnXZXzWz
            J9dZaAdgGDlfDYYAFf9LHHbxnXlzXbRGTzozWlz
            IRbWbVdbgWnpZYXZXWXVW0gqnlpzzxpdvzxyybz
            ABPKH8UJYBgTOKKDRTJHEKNajOgzdZSESzlzWdz
            4EVJcBWeOEeWRPVFKPYDCHZYzPtzzzYJzzzzzbg
            7CWTa9bgH9dpXYZFZsDHHHZapSZzgzUFczzzYzz
            FIJHIALKVEUUEIGSJV8DDfHZGQVzzrbLYfmfzzz
            N9laa6feg7stacaBaqEaZNlksTuzzzSGSzzzdzd
            96UTUAWbL9jRRUCEVhNIQRcUiSlzuskJrxtutwz
            4EPGSDUeQBmnSXXNBTWVEMQcRPozxvbKuzwxwzz
            5COILCTSWPdbHHGFIfJCMQKTflZzzySJwzyzyzz
            3ALVRDaUQEjlPWPCWhTQULcmcPKzvtUKrxtuuxz
            2HQLNFRPQHXYKMIJNVHIILQZWUZoigYNflhihlo
            HLK7RJVDULbcEFGNMNLK5OUdaYdrmkcRjplmlos
            J5VQSLWUVNceQRN5SaNOOBVfcZeOnmdSkqmnmqu
            QVLGJTZEdVklFDCWXK5BDYDnkhVzvulasyuvuyz
            8JMDHBKGVVTcFHHKGNCCESIfvsazacwWzzzzzzz
            LOXCUMYWXOefGCEQNHOP3RFgdbgvpnfUmsoporv
            EJSNPHTRSJZa2OILPXJJEMMbYWbpkiaPhnjkjmq
            HMVHSKWUVMcd8J8OSaMN4QVebZetnmdSkqmnmqt
            AJICBENNUMbcFHDMREFBCPLJaYdsmlcRjplmlps
            HMUQSKVUUMcd89DOHaMN5PVebZesnldSjqmnmpt
            DJSIPITRSJZaBLILPX8K5NSbYWbqkjaPhnjkjnq
            EHPJJFQPPDWYKMHJNUHHH4PZWUYnigYMekghhko
            """)

    static let italian = LetterPairs(
        "Italian",
        letters: " abcdefghijklmnopqrstuvwxyzàèéìòù",
        rows: """
            mCGBEHFGQFTSHEIJCOEBFMHTZXRqejxzz
            7eLHKTOHWMaWCFAUKeBGBNJaeVIzzzzzz
            N8CUY9igY8zwGbZAdwBVZElWzSmwbkgzb
            O8jCbBeiC9rRLdW7hSHaSHjzzZsrrlhdz
            HAfXL7dYb6flXYa8ezITYGaZjUhdmpTbb
            6LPJITQIcPmcDJANPW9CETKZWWNzzzzsz
            L9aafABXp7zjJbcAbvCaTFhilemeZezzk
            IAZebBgDI7zdCWDCbyDYaDjfzZpzzznim
            DCcaW7jbZ4xhUQOEZsOWLKeczQbtPLzzz
            7BNDKGNJkYkYHHBCNdJEEMIkcgLfnwzce
            E7QRPAXUaCPRRTP7OhMQPAWkoiXWssrnv
            7ATSW9SPJAbPKLOCSlOIMHaJsJcmwXvsz
            DAQOL9RPi7pZ9MbCRlfRGGNkzVUezscYn
            K7Fbg7hggAzpZGY9DgdUcIgeoVqzlcccz
            HBgGDAMHfAcXXaIAbTbI9KNlsXHglglcp
            5UOIMVPKbPeWDG9TKjBFHSJWfbSlhszzz
            L9ibZ9hfQAziIZb9Ez8QWGjzzbbfzcfdz
            KNcWYRcZfQrmTYUSYmSVT0bosmcmwxwsz
            I9PJJ8ULg8uVLJJBSdIIFJOfkURQdlgUl
            HBTCaBPWPAzXSNYCFVXB9HQZoWtiifZef
            J9gZj9hhR8zzYZZ9dsCXBHfZzXdLmmmag
            KCIFHFNHeEgWEHCGHnACBcRcYYJoazbZz
            N7mcc6nfk7zxdhb9gxLbdMJzzenkzzhZz
            B6SQR9SWH9oPNTHBTjKHNPYTqPakuutpx
            5EKJNDPTP9lgMQNJHgNPENGUFKWgqqqmu
            3BQJMEbTeMqSHMKDPlLGMJUSsmcmwwvrz
            N8YfgEigZ4zwahaDivbccPkyzb8wzzzdz
            0RbVYRbZeQqmVXTSYlTVTYaosmcmwwvrz
            2ISKPITQWHhdMOKJPcIMKPRfjdTdnnmjq
            2HSLPHSQVISdGLKJMRIJHPRfRdTdnnmjq
            1ITNQJTQWIidNPLJNdKMJQSgjdTdoonjr
            1LWQTMWTZLlgQSOMTgNPOTVjnhWgrrqmu
            2FQKNGQNTGfbKMIHNaIJINPdhbRbllkgo
            """)

    static let spanish = LetterPairs(
        "Spanish",
        letters: " abcdefghijklmnopqrstuvwxyzáéíñóúü",
        rows: """
            mCGBEEHHIGLRGDJJCPFEGNHTYSRTYcnbZz
            7bHFCSRLTPOYCGBXLUACHMNbYOOzeXPpez
            M7VWVApeYAScBZaCduAMQEWYwTqPOPwQUz
            O8fMbCelE8qTJeT8jlHcGEjzmZqPSPzOcz
            F8kdZ8eYbAZndRZ6fZHXeHXanWjQQNzPcz
            BKNFISOIaQMbEH9NMT99IRKbLSJpqYPYfz
            KAZXb9QUf7ocFYWBYsAYSCkxjcnOPKtSXh
            I7YfUCZXRCrZJTJAcuBWX8fewcqSSMwNSR
            F6aaY9liSAeiVVP9arPXOCgdsVdQPNsTTz
            KBJCEDNIcYSWFGACNTGDFUIhWcKVUtSFtz
            M6ZaY8bhfGXbcZZ7apXVb9ivrolORSrKXz
            89RSTASSL9fSLKODTjOIQEULkJWRQVkeZz
            C8PMK9RNfAwaCKbBSYbPIHKknVYORNzOdz
            K7Gbf8khk9onbTU9DxdWcGgfgWtKMOzOTo
            9AhECDMIcETXYSSDiUUG9LNnrUMUSRzTXz
            5QKIKTPNWURXFGATLVBAKSNXXPRpcdamzz
            L8fOX8efTCjkEaZAUg9OKEezyamRUSyQQi
            KQYYZSgdhTZpWaWVXaUWY0eanlhjljohrz
            B9PKJ9WLhBYYMILBSUGKGJPfiWTLSKzOZz
            4CZHaDTXSDmaQOWEIUVSAHbbzeoVWVzVbz
            I7aXc7gjPAqzUYY9czBSTFcYoXXNPNzNUz
            JDIEG9PKdDNYDHCRIVBDGYPaWMOTOORczz
            M7lcY7nlf6qwceZBctaZeMilvchMPLvSzz
            B7TQOATYH9dPNSGDOgLHONZPiPcJSdiSmy
            CDRDQJXUN6boRVVK8TUT9KOWORgUkWmUqz
            68NONAheaKjULSJATbLNMDRWoeiNQkpLVz
            55UIcJkPXKneVNUBgKXYWJjwsTVNqnsKTz
            AUJIQKIJXNRrFI5YNPDCFNLuNbLmolPjuz
            8OOFIQPMhKRpDMAVNXB7FPNsKlikmjohsz
            C4LGIOLKkYasPJBGQNKEHdQugoUmomWkuz
            Q4bWXBecfEhnWYU5akUVWNcqmjgiVLmLqz
            7XVQNZSKlabiGI3aOiJJPfQwQpVoqnVmwz
            BFCKILVNWQVkBG8OIgHCFVZmifKegdGcmy
            EEOJK5RONCUJILHGNXFIJLPdZWTVXDZSdp
            """)

    static let portuguese = LetterPairs(
        "Portuguese",
        letters: " abcdefghijklmnopqrstuvwxyzàáâãçéêíóôõú",
        rows: """
            lCHBEDFIKGLQGEIJCOFEFOHRWVVdUcpqajZZkzZ
            7bKICTPKVJTXDEBWKRBCGMKaYTQzzzpIezVnzzc
            K8RSU9ccbBQkFSXBcr9JPEWXsRrzPdYpRUVTZwT
            N7eVaCcjE9mPJcS6bhGYLFipxYnzTSYUVSRTajb
            J8baW7dXdAYkbRa6eaJTdIVZpUizSdSuUQUSZiX
            ALOGJRNIhERbEF9PMRA9HMKYKUQznrbRzzdcujd
            K9bXb9Oaf7rfGXcAXrBWQEjwidqzPWUoPYMSXkX
            G8WcYAfVOBsdLSKAbsBRV9fbtZkzTXRqQOSSkch
            F6baX8fgaCgbWSQ7adPYNGfZrUczPiMoSaWYzSX
            HAMCEKMIhYWWGFADNSDCEPHiOfKzTiUOeWnbtad
            J7UXWAZZbHWbaYW7VlSTW7eqlnkfNeQiQolSbeM
            79UTV9RQKBiMKMLESiMGNHbMiIhzWqgfNailsno
            A9SPLATME9pXIKbCSaeOHGKixPfqPUUYQSNQWeW
            98HYc8melBnmcScADwcUbIffnVwzNaPuMVRUXaU
            GBfEBFLHGDRVXdQEfSTE8LLkcTUzQbZLTTTVYoU
            5OLJLROMZPUWFGCRMVBAJGLUVZUzdzdWinckzzz
            K8cTa8bdPElhFYX9Re8NNHezmanzRbWTRYUQWVR
            MSeXWSfafSloYaXVZbVUW0eqlnkzktjinolovqr
            A8RKJ9ULdAdWSJLBSSHMGKOfiSbzMYSTTVRTZda
            5DYHZDRXPEoZSOYEIRVEAHbbzbzzTlOkTfSWkVi
            J8eVb8ejMAknVXX9ayBRQFbWyUbzMTQvPSQOXaY
            BDIJHCSKfDTWDGDRIVBDEeOeQbLzUfZPTQMozzz
            N7mXZ6mgg7lvaeaAdsOZdPiltWszOaSqQQNVWkz
            B7RRRASZG9gRNSHCTgLHPPZPhPgzfoeeikhjqln
            D9SFWBXdX8knWVXCAkVWCJRbRSkzTsNiQoPUeRc
            3BSQMGdWdMjSGMIFPjLHNJSSjlizirhgkmjlsnp
            85SZZ8fWRAloTQYEcdVVYKeqmTOzVTQjQUWoUVs
            7DPJJFPOPGVYKKHFMCG8IKOaWXUpUdTTXZWYfac
            8UHHLVHGgWmpFUQWMN6DDLCqOoTzlukjnpmovqs
            LMXRRNXWYOdgS82NUdOPQTWiefdxdlbbfhegnik
            GVgbbKhfhYnqbbZ0dnYOacgsnpezmvlkpqnqxst
            V7hbbWhgiYnqccaCenYZaQgsopnzWv4lpgocx9X
            9RNECSRIeHcmFCJLMW8CCKLoPlczirhhlnkmtoq
            APPVSNbacRhkSD4SYhR7RNTmNkhzhpffjlikrmo
            IGIABTJKfVknFGBMIPGBDaBplnNzksiOmolnupr
            FRKHGRNDdHilALFSEP7CFYInIkizhqggkmjlsnp
            BJVOLLSUWMcfK94JSTJEPRUhcebwbkaZefcflgi
            OPaUU0aZbRgjVVTQXgRSTWZlhigzgoeeikhjqln
            JNBCEOVQZPJiADBOJfDAGUIjfhOyendcgifhojl
            """)

    static let dutch = LetterPairs(
        "Dutch",
        letters: " abcdefghijklmnopqrstuvwxyzèéëïö",
        rows: """
            mEDHFHJEGJJGFEIGGYGDGNDGZTJtfzzr
            EAMHHKKIQKXIDG8WKeBGDKNUVORzzbYz
            KALUU6igXCUgEbXAajAOSEXVzRflizzg
            ICXNWDbd4FgDJbbBbRJSFJYdoQgfYzzz
            8DSXK5ZSQBRUSTYEUzEILIRPqOToezzz
            AONLIFMJRIeJCJ8TNf9FILJPSPOznabz
            8DPUGBEJPCSPFSUDTzCHFKQOkUSzVyzl
            8FTcJ4eMKFaUOTMGazEKLKVWzUYgczzq
            D9YdY7jWbChhQRO9alITBEeWpPaeVzzd
            IHPGGAQFaaBJFJ8KNVKCEUMdXaOZlNzz
            GBQQE9JLTKc8KNDCNzXFNFKSwpKWzzzf
            8CPcW6aVLFPGGQNDTzHHFKYLQQUzdzze
            AAPVF8MNU9XNDOWDQzVHJHQUhOVkazzz
            B7HWM7YSSBfTTGWCHzTINIVVkPXzUzzk
            6FNMBDUCPFVKPUIIVnREEPPRgRRibzzz
            GQMKJCIJRNXLEF9BFzAGHEIPXRSzfVcf
            CASXR8aLIEQUEQTCFzBIHHPVyVSkezzz
            AHPTRKXRTLWTOQNPUWNPP2UWhaZsljqw
            ACLNEATINBZIJJKCOiMEEHMNmPOeazzi
            7HOCPBYTLFQPILPIHeTF8LQQzQWhYzzz
            7EQUT7ZOHBMVRRVFUzEGHIQMpPSzdzzz
            IKJHFIQIV9bIDHEVMjADEHPEQJNzkzaz
            LAZbW4jcdBbeIaYAczFYcNXdzSfzXzzz
            E8SZN5cZQ8aSUXQBVzPLROYWwUokbyzz
            5DKHOCQWKBbYOPSJDrMMDOOQLOdwqovz
            5CLHIFRPSOaSEJEHIyJCJMKRthddxvzz
            GATcZ6kXU8RgXdX9YzVYcFhFuPMzUwzz
            DJQLMFTEPKSPCL8KQi8CJPESdWUThfms
            7MKJL9YSUPXSBLDIKnBJJNMRiaZsFkrx
            4QPWNIVUWJZV8Q9RXpDRLVPTOcRuomtz
            GIKLHBUOQLTQKI6LRjD9DQOTeXVoignt
            CGNMIAQKKHPGEIAIGf9EHMNPaTSlecjp
            """)
}
