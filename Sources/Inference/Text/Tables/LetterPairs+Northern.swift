// Made by scripts/letter-pairs from lists of words: see LetterPairs.

extension LetterPairs {
    static let swedish = LetterPairs(
        "Swedish",
        letters: " abcdefghijklmnopqrstuvwxyzäåéö",
        rows: """
            kFEKGHDHFHKEFEIJGbGAFIGPbTXPOuN
            7ZNMEVNHOQTJEG9YLh9FDPLXVSWoszm
            JAHXS6dcWDJZDaWBYlBNUGaVwHzJPzK
            FCXLTBab9Dh6LYYEbdKOKKajjMximaj
            9ANYJ6TNSDPQKRLHVUFGQKNYpPYQQUN
            ANPNHQNLRRQJDJ8ROj7FCSMWNTaibuj
            HBZZcEFSlCSYFbWDZzAMEHYilMkINZ7
            89RjN8WHKGSUITJHXaCGFJSezSzOJzN
            E8TbX8bdYDJbINLCbkMWMEZSvKgEGbE
            HHOIGGMBUYcEDK7GNeKAEVGfTbVanzZ
            F9ZfJBaaeKXMKZPAVzXNN9ZssWvAfcC
            B7WfVCVPPGSWFSIBXpEIBIJXzLoJScK
            D9OaHCPOT9KMAKNGRbTGHGLlzKhGLZK
            B8JYQAOPOCSSLDJDHUOIJISdmNkHJZK
            7BRQBEQBSETKPWHJXeUDFOOnkMZNSdT
            FOJJIQKHMTQJCC8NHz8GEMJQVWdWozh
            E9WYR9OOMFaUEPNDAzBIIISlwTlQIeY
            CFTVPLTPULWPMQLPSlKMM74eUWiTXlU
            8AMUHBQHRCSIKLFFVkMGGJNciMjIMYK
            ADQOSDSRNGNAILMFIjSE8LJXzMiKOdN
            7ARUbASTMBPWOTMFXkEHDKOZsLaKOfP
            IKILFJOITMdHDF8ZDmCBAZLaSVUipzb
            F8SgO8TPW8TSKTNKYzNHLMTkxWz9HjZ
            C6SUR8UWH8dNOTIDUsNLORZSlRoadsb
            8ANOQAQVMAPNIWLIDrRRAITYRRoZPaa
            9HODELLDPTdGFGEKJzCBDRNZRkchXzi
            98KZRAWNL9HPKUODWpNOPGVhiLGWaKX
            RcZHHZNCaefGAF7gNz9EDjJvOozbozj
            CTOjFKRCNbZEBQ9bPz9EBeLshkveRzc
            7ETVPCTPQNWPKN4PSlIJLLSeeWiTXlU
            LNQUEVOGTZHGHDFfIz4EFiDkviijnza
            """)

    static let danish = LetterPairs(
        "Danish",
        letters: " abcdefghijklmnopqrstuvwxyzåæéø",
        rows: """
            kFDJGIDHFIKEGEIHGbGBFIHPbSVRUeP
            COJLFRIDQNRICF8WMeBFDLIUXPWxozt
            GBMXX6gfVDMbDWOChzBLOGbVzFzQMzJ
            EAVKS9Vc8CfEISVBXUIRJJZbgLvnWfe
            AEMbK5ONQEUPKRNIUzGDFMLZoNkWUYO
            7OPTFROLTTJLEJ9TQs8FDULYWVdimzn
            HCTVSDGOQDNVFWY7YzBKDHRvYLzQIbE
            8DSmP6XIJGTWJUHKZzFHCJQdzOzLQzO
            E9bdW7aeVDHZPQNAazJQNEGTjLdJJZG
            HHMJFFMAXVcFCJ8GObIAFSGgXcVxnzW
            8BSfF6WXaLaTHbOBYzJIMFTsxMwYGzI
            9BZmd8aaTFRFGUKCazEGFHMXzLnULgK
            DBNaE8OKU9TMCMXGQzVDHIMhzJkQIcK
            C9JXU8OQPBcRMCQDHzOIJHRdgNzKKeL
            8GSN9ASBQEUKOUIKbmTDEOQojMYUPeQ
            FQKNGNJGPTTIBDANFz7HILFPXTYvrzh
            DBRWO8NNJDYSDSTCFzAIIHQkzRgKLzO
            ADPTKFPMQITMINILQmHJJ4LbgSeWSlT
            7ELTH8PJPCfIKLGGVpLGGHMbmMkQIdM
            AGQOSATOMESAIKNHHhUH8LJXzLpRNnL
            6DWVc7UZKBPXOWNGZzDKFJRajLXPNmN
            HJJLAHLGRMcHCF9WGzBBFUPYUVVreza
            EBXhR4UVW8ZaNVHGdzOLOPYhzZzPEkS
            A7QOS8VVH8WPOUGDWvNJOPYTpPUgcuc
            5EOKNALROBXRLPNIJrMOENTUKKjbXpN
            8HLVBHYCQTfEEJDLLzCCFRKYxkwhkzk
            A7RZP9VNMAZQLTMDWsNOPGVhmJHcYrZ
            AXChBCSIQXgPCSCZUz7FKcKotgsagyg
            PVKRCPMDbQkDCK9WTz7CEXHsxkwokzk
            5KQUJBQNRKTNIJBMRnDGBKQbhTfXTmT
            JbElBJNEVTCLEHDdhz6DNgFsxRwokzk
            """)

    static let norwegian = LetterPairs(
        "Norwegian",
        letters: " abcdefghijklmnopqrstuvwxyzåæéø",
        rows: """
            kFELGHDHFIKEGEHHFbGAEIHQbUXRdiP
            BTLOIRMGPNWFBF8WIfADDKHVZQVkzzf
            KAIXW6hfWCLYDYWCezBLYFfUzFzOQzK
            C9WPQBSW8EeEISUAYZHOHHXqwOgkYbd
            ACQbI5RRRCUSKQNGXzDFJJMYqMjUbaM
            8PQVISPKSKgJEK8TPp8FCVLZXVddoze
            HCWaeBFUWCJXFaV7azBTFHcwkLzQScE
            7ETjN6UGJFGVJUIJZzDHLHQdzPzLdzX
            F7YeX7bdYDIbPPMAbmJTNFHYzLfJUfG
            GHPLFFMCWXbDCJ8LNeIAETHfacXdlzW
            MDYiU5YdjLbYcba6azXaaFeuzZyTKhA
            ACZlY7XWSHGDGVKCazEFDHMXzMzTrjX
            DBNbG8PKT9QMBPWGQrWEGILhzKjPRYK
            C9JXU7MRRCYUNCPDHzOIJHTclKzKZfN
            8GQRC9PBPFUKNSEJYzQCEPPmsObUSnR
            GOJRHLKINTXHBC9OEz7FGNGQZUdpzzk
            ECVXO8NPMEjVESODAzBHIHUxzSlJdzP
            ACPVMFPMQISLJNHLMmGII4PbhSgVbmS
            8DMUH8PJRCZILMJFUqLFEHOaiMiObgL
            BGRQS9SWOEGAJMNHHjTF9LKZzLoRWlL
            7DSXV7RULCRXOVNGXzEIDJOauLcQYmO
            IJIOFHMHTMbECG9WJlBBATPYWSWriza
            FATeM5SOQ8TTOTHGXzPJLPRjzYzJKzT
            B6QSR9SVG9bNOTHCVwLINPYXqSUfkwc
            5CJMNBNQLBWMJPLKIrLMFNPUMJkZfqW
            9HPRFDUENUkBFKCLJzCCCQMZkkyatzl
            97QaQAUPM9XPJSMCUsMMNFUgmKGagrX
            BXQkDHMIUUXFCRDYEz8DBdJqwhvSqze
            KSSfNOWUTTbPJTQVLw1FHYHlrbpfkwc
            6JQVM7PMQJSLHJBLPnIHFJPbhSgVbmS
            IOTnEIMMaWkDFFDbHz6DFgGtzByntzg
            """)

    static let finnish = LetterPairs(
        "Finnish",
        letters: " abcdefghijklmnopqrstuvwxyzäéöšž",
        rows: """
            mENQPGOQEIGAEDHGCfHCBLDSdKbSzfiz
            7BUWQVXULDKIDIAZLlFEEIJchWbpzziz
            H9NPT9cmRATUGTTCdzDNR8cOzJxPzQzz
            C9VQPBRj9FcCHPSAWZFQIGVqwNaXzizz
            FBVbS5TTT9SbWWUAWXLQYFXZjIfFaSzP
            DLXYMEZVKESIBH7RPzDDCKJaYSdQzzzz
            E9RPVCGLa8XMGTTBSz9LKJWqwIvRZXzz
            C9SpVAZQJ8fPGQICSzERPDdZzLyTzUzz
            L8hjD9lveCILOJQDazOXADNfzGmGiWzz
            AFXTLGaVLENEEH9LPmJ9CUIlfdfNzUlz
            R5gwfCxteIeXfiY8gzeddChzzPzAzPzz
            N8zpjBjhYAmCUYWAczOCQBlbzJzFnMnz
            M9ajUBZYY9NH8HeFPziSGEMqzNqEzOzz
            L6QdsAkhh7ifaDaFGdcUZDeezKzDfVkz
            4ESXNBZMQESHSUEHPkWIEITzzMeJtVzz
            CJTXLRURHAJFBEAIHzFCDHLWfUifzyzz
            M7kfgAivT9hZPbfBEzLLQAdzzIzCzQzz
            ABYaSHaXOGQJJMHKOpMIG87ekPjLqVnq
            I9TUJDfNK8FDPJNDOzJJFFFcjMkIYSzz
            FAeYdAhrT9YGTRYIRqZC8FQczKzGqXzz
            B8jenCkoTBcLYccEdzQKACYczGkCzNaz
            DIUZJMfVIHLDDICCKzFBBBIhcebozynz
            P4wjeBzhi8pfcfeDfzacbFjlzPzAzazz
            B6WPVAQgG8ZNOVJDTyNJMOWOtRsNzewz
            5BIPNCNaMBTNJPKIIsPLEJRQKLmOtZqt
            CPZaIOxbEHPDDFEQMzHC9aGbzDzKzDzz
            B7JeQAfOLAUOLQJDStRMLESipNGPJasv
            6XfoTPlcHFNGGHAVRzGGElIzzHzAzgzz
            AEXZRHaWOFPJFH4JNoMHGGNdkOiKpVnq
            AOPrKQroJDJDFG9aIzFCDWOuzEzJzIzz
            EAZbT9bYP7RHKJGGPqNJECOflQkMrXor
            D7XZRHZWN6PJILGJHoLHGJNdjOiKpVmp
            """)

    static let icelandic = LetterPairs(
        "Icelandic",
        letters: " abcdefghijklmnopqrstuvwxyzáæéíðóöúýþ",
        rows: """
            kGEOIGDGCNLFEEHNKfHAGLFSdRbKSdOoOQPYI
            7aOSOUHGQTZJDFAcPh8GJHOaVUbewzUFdrlza
            LAMYcAhecFHZDZUCmzAQcGUYyFzMFiIhHMFPq
            DAVOOBaS8FdDGRS9WXHQHIccrMveaXeaZfhli
            B8QeIFURT8QZMSOKjzEFUBNXzPzQNvMkGQSOa
            FPTTPRFCa8hIEJAUMq9EGWOVQEbstzhLbtkzg
            GCReZFPTTBFUDSCGfzBGGDWzzHzMJIPLLMWjb
            C8TwPEQHRBHUGOGNjlDGIAMhzToROmQKPNTna
            I9eta8WefEIcDULFbzEWPFDdzNgGGMRiKGIYr
            7QVPQQLJVYhHDK7TMhCDGaUrblbkvzuCtqxzj
            R6dsbKfgjLbeegbLbzaddBjxymzBYiWh7BGtq
            E9bwWESZTAGEHNHEdzFJHCHbzJzORxOmJOOQm
            F9PbDAJLSCKMDMQISzTHJDNkzMkMLRHoNKSOR
            69JXNCNTOBROLJOKRoQGKGShkJzGMaNmMLSXU
            9BSUBHRCSCRNNTALfzSFJDQlpWdOQdRqUaQQc
            GTNQMSEJQSUEEF9MIz7EELONTRWnntfImoqur
            EATcWDQQJCRYGRHHAzDHECTwxNgKRSKgLQPdZ
            AFPWNJMKOFPKGLGOQoGII5OcdRhQRXQMQRTXU
            6CPXOEJJQCNIKMGLSmLGIHPgpOkKKOJFMPMUb
            BDRUOGRUOEKAGKLIKkSG7JIdzQzPOPKpNNSPZ
            89TYcFSSLAJTLSKIczGMCBMbzOaTKXJoLJOUf
            9URWPTRGXWhNH8AfKp7GIfSlZefjtysGinlza
            N9ikb5iZh8lcZfWFnzMafOkkzezUEMDiYGjur
            A7PTRARTG9YNOPHDUxLILNXLmQqZagZVZacgd
            7CRQPFNSSCXSFQILKvOP8GNSNNoNZeFTXUbfc
            AObUOPEDeQGFEK8OLz9FDZXZhkiklrkJklnrZ
            79ObRFQLICUFKPKEVsKJIFSgiJEKWbVQUWYcZ
            ENLrRQJIHLfF8IEfQzADANLwxldfPrXCklnrX
            LZYqMcHEhQKBEEDhNzAG9aNvbkzjkqj8jknrg
            FTXkWWHNbTdH6WMbez9J6LbpreuefkeJdfhli
            EFKrPPFKSVj9GDBZRzI9EHPweliXlrkCRgbrN
            7AMvWRMNM8NRIPMejzJFR9Lzzjzdhvhkohswd
            GMNrRWJKLRaEAECiHzAEAPKwdfzXfrlBklosR
            PZeqScCAhaiD9KAhNz8JHWdvPkijkqjDjknro
            FEKoKOLJZHWEEGBYIzBA9PMtSiyhioWHZikol
            IQTkPURPbODJHEAbLz88DUQpqYuWekdCYegki
            KEfmdAcaeCAaYaWEgzAXYGJstGxGJLLcENLFk
            """)
}
