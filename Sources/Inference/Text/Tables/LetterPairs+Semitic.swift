// Made by scripts/letter-pairs from lists of words: see LetterPairs.

extension LetterPairs {
    static let hebrew = LetterPairs(
        "Hebrew",
        letters: """
             \u{5D0}\u{5D1}\u{5D2}\u{5D3}\u{5D4}\u{5D5}\u{5D6}\u{5D7}\u{5D8}\
            \u{5D9}\u{5DA}\u{5DB}\u{5DC}\u{5DD}\u{5DE}\u{5DF}\u{5E0}\u{5E1}\u{5E2}\
            \u{5E3}\u{5E4}\u{5E5}\u{5E6}\u{5E7}\u{5E8}\u{5E9}\u{5EA}\u{5F3}
            """,
        rows: """
            kECKK8FOINHjJCeBhHJIlJjMJJEIz
            CfGMKF9LHN9YNCOFLGJWUJgPNEHHz
            CFLMHFBPIKAYLGYFPHKFzMbNJBIGl
            AKEREI9LbS9tkDNIKHSHXRwlcCILN
            8KIOME9ZQY8WTILIOLQHUPyYMCJHz
            5GIJLLGOIPFzKKODSJJIgIzKJHHGr
            BIFKGJINJMHQKEKGGFJIPISLICIAz
            BIIONCAVUW9eDKOELJVLUdtWHAYQX
            BPFQGH9HZQAfPDOGQIIkXOUNHEGFz
            9JHPUF9ZJP8sNFVMLIQHVMvXOBQLz
            9JINIGEPLKEQLG9JJGKKTLSMIFIEz
            0YXcaUTfadSkbWaWdYbambodaWYWv
            LIFULE9JJVAOQBKHJDKQTKYbdEGEz
            AFHLJBBQHK9PJKMFTKMJUJZNILIHz
            0ghmkddpkndvmgkhojlhwlynlgigz
            QGILHEALGLBTIHUJKGHGzKXHHEDFz
            0fejhbamhkZridhdkfihtivkhdfdz
            UILHHB8OJI7WMPRLPOHJZKbMJKHGj
            AKHLJI9oNF8TJHPIRKQKMDxXGGeGz
            AUFQGG9KlOAlQDMGRHMkeSTHKDGFe
            0WVbYTReZbRjaVZVcXaYkZmcZUWVt
            NJWJRF9RJJ9RPFaTOGGGcVVNH9GEz
            0VTZXRQcXaPhYTXTaVYXjYlaXTVTU
            LDEMIF9mIL8sjEPFTPiEVHTRVCfKM
            9KFcHE9ZMIAvmGTMOIKNSKaJVBGKz
            7FHHKEARJL9OJPQKQLLNTNRLLPJGo
            CFENODBUKKAQIEOESFWIXInXJENFz
            3LLOSJDXHgCUNNNKOKVMVKzVIIOPl
            DDKTLD9WRT6bHNLFKJMQdMeMJGOKl
            """)

    static let arabic = LetterPairs(
        "Arabic",
        letters: """
             \u{621}\u{622}\u{623}\u{624}\u{625}\u{626}\u{627}\u{628}\u{629}\
            \u{62A}\u{62B}\u{62C}\u{62D}\u{62E}\u{62F}\u{630}\u{631}\u{632}\u{633}\
            \u{634}\u{635}\u{636}\u{637}\u{638}\u{639}\u{63A}\u{641}\u{642}\u{643}\
            \u{644}\u{645}\u{646}\u{647}\u{648}\u{649}\u{64A}\u{64F}\u{651}
            """,
        rows: """
            ltTFzLz6EpFTKKNMTKQILNSOWIPJLKFDJNDuGzz
            1lreqjkHZJOjddhalYhbfgigmbjccYOWWOVlWyr
            IelXkdeMGNGHPW9JMFaERZcZgUUMWP9CBMNfCsl
            JszlbqbaHOJLIGFIPFNCIIPLTFLHIHFCCJEVHzy
            IfmYlefDRQGHUXJGNLbBLadahVeXHGBDLI9RBtm
            SmtfslmUHcKLGHHGIHOCKIJJUEMKIPDF9PZnCzs
            FlserklGIDMkNLhESEJQUTVOnGaIGMBFJJLm7zr
            BJzwdzKlISFSMLQIUFOJQPQPaKVLMO5HEMNlLzz
            9hgMeQZ9OGHTRIRHUEWMNRSLjGTTJLGLHJGWBzU
            0vzozuvdkljuonrlvirlqqsqxltnmnfijniwgzz
            7xkNXwcFIULUJGJKSFPJJJPMQGNJGJIFIFFTFze
            8mtXsllAJGNVfeiUmCichhjhoPYTEZBFFOFTAzS
            CsfSyrS9HJJWdOoEQDHMfnpnuHXTjXECEEDTCzy
            AtzmyrsBHHFMKepDQEMHRKMQMjrJGHFELPGSCzZ
            FpwivnoAFQDVUhcEIBMMPFLErfnIgdAINUGgDzv
            7XkQauTAPEKMWUNMvEbNaqsqxJWLLPKGKIDO9zS
            AlrdqjT8GJMjNRValDhbffigmRjOVBFRHBHLCyr
            7gYOUwQAGEIVJLUKjRSJQRLRzMQIKHTLLJEOAzU
            8OvaunS9JGOnQMYLpFVXjjmkqJXQQOGEIIDX8zQ
            BuzPQtUAFJAhLPROuFqPppsKwItMQIEEILESAzU
            DqaMTpP9HLHpLNJJd9mYllnNeEMIKFLHOFGSCzW
            DqxjwopAFIRpjFRDqCmgkMnPsKLERbBIHPCSCzW
            8nugtmW9JGMmRFOOoCkeiieMpEMQfYFFQKELAzU
            AawRhoQ9EFPoeOlXqCSQaknOrHXGIhCMGMDNBzw
            Bjqcpij9MGNicbfZj9fZeegelZhGaUEAIBJQCxp
            9vznztuAGFGRMmqESEMPMOMMPltOKQCEHKGSDiz
            Emtfslm8HGKcXeiKMAJKQaMHoclLeaDHGUDUAzt
            8gkRYRTBUFFjPOQQRCQISNJQNGTWHKGQKIGOAzW
            9tzmzst9GFFshYpDUEXORILIYJsLQXELLLDNBzW
            8tkPfgfAIIEKbYiOPCNIPiaeuTeNcXDFEMCXCzW
            BoTGdKdCHJFPJHMJRKQHKLTMXHMIHIGBIJHREzg
            9ylWNxXBKHGOKINJUFOGKMRPVGROKKGMFIFUDRW
            6xzdiwcAKJFaKOTHUSMILMUPLMPJLLXMPHGPAzd
            6tjmWst7LNMsNlpFMEOgWoVeejrXXTIBHRFSFzc
            GUZLzRf8GPHPIKSHTDMHRMMORISIHKCGCNQPEzZ
            0SrdqjkSZaYjdcgakXgaffhfmaicbcUXYcXlVyq
            8WzWXyTDJAIRNMPGUEMINRPOXJUJIJGHCLIfMzT
            FYfReXYGNO8XRQFOZBVETFWUaHXQQQII8QLZKmf
            CflYLde5KJLdLGbEfKLVLacagKSWHLGESWFfFsl
            """)
}
