// Made by scripts/letter-pairs from lists of words: see LetterPairs.

extension LetterPairs {
    static let russian = LetterPairs(
        "Russian",
        letters: " абвгдежзийклмнопрстуфхцчшщъыьэюяё",
        rows: """
            mHGDHFMNHHcEJFFEAFBGIKMQLOaplrNSPr
            8ZKFMHJNHPLHCGBWLDFDRPLNMNRzuubMHf
            KBTQbaAYZCmODTI8gBJaEsQreWJLFSbSNZ
            A8gUTQBoQBsNGUFATKHNLeWYVRZhEPqnNb
            GAXPWMDqnCmPEWJ5cBTWFsdeXrvzfmaelz
            G9aJTR8KWApNLPE9OGITFmVTUSxZJNXZMW
            ARNEKFLMLVHIDGAPNBDDYROPLNSzuulWUe
            JAObZA7bj8jKYWAKbZMaGeloQnrzjQtYiW
            I6LDMEGScEmMLHBDcHOXIroYbiubGNwaLg
            AMOHLKFQIIEFEFCLOIEDbTJLFPTzuuiMFn
            1WUYYKUpXdmLONHNbTCJkedOUNuzmmwdYz
            D8iOdgIcY9rUIXO6ZEIGEedPsZzzefahil
            D9biRWAQl9rMKXMAafLSHiawWdgzMAgIGX
            79OUYf9tqApRPNIAKWLeFZgaXjyzIPWbNa
            E9ZVNJDXW9tLbhF8cVHGJTeNTdYoCNiVKd
            CZG9FEJKKNGIDEERKDDFWPPSMPUzvvZWOe
            MCcfigBslEpSGhP6N6QRGmrXbcxzMRmgQi
            G8QOLNAOdBtMQLI8SSJIFXQWWQkzIMZTKf
            JGTKfSEgkFt9FLIDGOH7JXSYPUzZPIdXEZ
            BAVEiSBweBtLQTIBUDGVHacbTxihJBfWOa
            9LGKIDLGIRRGFHHWFDDEhTLXFJKzooUFWz
            HBZbRe9ka7hWJXV9ZBMLGKjmdbpzRPabgR
            4BkMYhKnkFkaORI7hHOOJpdpfosibXXoji
            FCXKab8kc4hFSeWHeXRbHmjWidpzGhregx
            99lXli6Zl9lIQaCPeRZKIqdqmNtzlMvpkQ
            KAiMif7li8iDEREHVQRIHnaZjmqziEfahQ
            O9eYeb4he6eZZbIVbUXXHjgjfimweMoidQ
            GMUPUR4YVMUQPRNLROOOSaXZVZdnUUfP6L
            7aLFOMBTPTALIDLdLMGGesBaNJhzmmxrTz
            4eNQQQDqMOnLhK9TYgCKkTcQTJXzmmxIFW
            HTVIRGUfPUJ8AFCTJDF9aFRXdPkucbUgXs
            4TFSNGVJKWWKJOLYVHI9fnSNGYDzhhsQhy
            3eMJSKJOJYRKJIFbRLLCltKQNSLznnxMQz
            AOORKHOQGOOICACNQCJ8UcNcYKfpWWhbVn
            """)

    static let ukrainian = LetterPairs(
        "Ukrainian",
        letters: " абвгдежзийклмнопрстуфхцчшщыьюяєіїґ",
        rows: """
            mHGCHEOOEZVEJFFGAGCGKLMOKMTwqSLPKUZ
            8YKEKGZMKeIHCGBZKDGDSRJKKNTztMUKkOj
            H9cTTYCqaDmMCQJAaDLUBsRXVYaUkRbrBrh
            A9TSTMEQSAlLJUECPLGLKeYRMUXbipQjAwz
            H8XQZRFqlHmRGWK5aBaREsoenYwzkgldDrz
            GAOLUPCHPBeJRNDALHJPEfUVPVcgNWKaCuo
            CPNHLGbLJkJFFF8NL8FFZPOJMOUzqTTVjUg
            FAKcTK8RdAiIHVAFXbWXCokSMlszglSnFnz
            H6HELGHjYFaKLGBFJHQSFkidYVxaKVPkGrl
            7gNEOKbRMcCEFEDfMJEDmVFKGMOzrdRTjTz
            3ZMNWHfXVemJLICFUSCHcbcOQJvzkaaddqz
            C8cMccKlaBsYHYP7ZEKHDlePnadzphqwEwz
            J9eiVVBbk9rOPZXAfbeSHjsjbuzkAGEbAvz
            99NRgcBtfBpNOWKAKUOaDYhVQjjbncahBuz
            G9aWOJEaWAuEbmDAdZHHHSgMRRfdJPEXByh
            AXGBEEUMIhRHEDEWICEHYQOQLOVztKSTgIz
            JClgjcBteFpUGjO6X7QQHhmQWZzkkfgjCuz
            G9QOLMBQcAaLRLH8QXJHFWPTQObeYRLhDxj
            IGYIkgFomFrHGNHGFTU7GVQQsWzmASDcFwz
            FAVHhaCff8sKRZIBfCPNEZecWgzfBQLZEwz
            6NICKFWLKiQEGGHcGEFEcZLQJMXzoJVIjXz
            GBSZQbAjeNgUKYW8cALLEUhigVpzeXek7kz
            4BjJXgMobGkeLMH9eIULGqXnWnuzinjgDoz
            MKXSbfAneFjVXXQRWZWJKpldkgthAGDo4oz
            C9lYlh8Zk9lIRV9EiecTDrdYMbvzcbSqGqz
            DCiIYe9mh9jCGRECQPTDEpkajcszbfdnGnz
            JAbVbY6fb9cWXYN9YVWWDidecfmxSebZDgy
            5JLKROEVQKDEDLIJLLKFOYGUSOcnQUQXLWo
            6ePPTUhraeS5jMBGYdCLkWiSSLVzmWRUdaz
            4TIFSGdSOcZEQRLaWIH9fpQPFSUzhKiIcfz
            3eSHLIfSKfVFLFEcTKMDjtLOKSSzlOmMgcz
            5YYBPGXbTZhMOBEYOHJ9dOiQbKTzfFfUaLz
            8MNBMCgPIlDIEKDLQIFGXXQOJLUzqMHNcHz
            2YaEhMbMJaPSMMBYeTPOdnGaYRrzfkgmYSz
            E8RFRN9FQKSMNOJCOAGLNYTUSVbnPUQWLWn
            """)

    static let bulgarian = LetterPairs(
        "Bulgarian",
        letters: " абвгдежзийклмнопрстуфхцчшщъьюя",
        rows: """
            lHGFHFJOHFTDJFFFAGBGJLKOKPTazSP
            6bLFMHQOHULIEHBYLEIBSRNNNNPvznT
            LBgLZVAdY9qXDWJ9fBJWGgRoabJFlRJ
            C6pgUQ9lPAuLKVHBVIKMRnaYUXmEzaJ
            G8XMgSDnjCpZCUG8hATVGjiofprIUVX
            F9UHUT9HU9tNOPEBNGIaInTaWbvGYXL
            8ROHMETLKWKHCH9ONDECYQPOMLNhznR
            G9LQiA7bg8mISZDHWVcQJnmlemoLyrh
            K7HCKFFdgCqIHIDFFILLLsOWPVeMgjO
            7LRILKGQFNNGGHDLPGFBbTOJIOQczmC
            8WPMUHLjPVlCIL9DUN8DcWXKKVmSwqY
            E6gKcXKsX9ufHUP8cEJGGgcOZfwJXZc
            D9PQNR9PP8uJaRDCYeKNHVZWSXwLTJG
            B7LOfd8qd9sRNXIBJOMbJXeaUfuInXM
            B7cWLJBaU7xKWiMBlXGGPUcNRZhTVXK
            8SFBJFOKLOMIEHEVIDDCUORQLQRkzjN
            MBnTifCrnDtPGhS7d6PPIelXThuHkVQ
            F7RKML9OS9wLPMIBUlJIHXRSTQpIiZL
            GFUHYWEmmDv9ELHHGLZ6MWZWXZxEYZO
            A8SFUU8wgBxLPXIAWEOPKccfXozIYYP
            IIFDJEKIJLVGFFEQFCBGXSKODIUZzdV
            GBXaQbAie6kOHXT9cBNKGljiYZlNPSS
            A7gFhbFkfClWLHF9dCTNGmakQlnKxUZ
            G9dIiaAkg3mMXfYIeYVYPnelieoMYeL
            J9jHkg6ni9oFQZAEgSePFponloqSzgj
            9AgIgd8jfAlCKNCGSPaXLmkjalmQwqf
            E6eZfb7hd8jaZcEBbTZMLkiifjlPuoN
            VZIHJGRHEcXGBKEMH7FBaUPMJZHlzTk
            JLVQWSNYUMaRQTJ1SOQNVbZYWacVlfU
            BLBNGFPEHOXJFKETSDEEbUZH9giVrla
            4bPCNKWZMcUIJJCbSKK8lrMXZVNlzve
            """)

    static let macedonian = LetterPairs(
        "Macedonian",
        letters: " абвгдежзиклмнопрстуфхцчшѓѕјљњќџ",
        rows: """
            kIGFIFKPGFEJFEEAGBGJKNOMNaZNYcaT
            7JLFNHPNKTIEGCVKFIASSWMMKTvIhITb
            M9fMhT9pc9dEeK9hAWaFqjicnzkKRrwz
            F6hjUTAoZ9NKOFAXEKMJvyVWczzUfvzz
            F9VMkTEpVCVBTF7b9WWEgtnmiyzfzqvy
            FALINP9sT9dKOC9YELdFkjZmqzzezuzz
            8NMIKDSOKUGEG9QMDFCWQUOLJVzLhNSd
            J8HWaP8lf7bOUBKcNaUBlpjiiuzMzmru
            J6EEGGDckAgHHBFhKfbJquonnzzPzrwz
            7YRHLKLSGMGHIDGPGEBVSVIILnzElTXc
            F7hLecKup8gIWN8cEJGEcjNijzzfzvzz
            C9OVPS8PZ8KhSDBZgKLEWdSVZzzTzhzz
            B8KQhb7sc9SOaIAJLLZIYfYWbzzNityz
            C7ZVLJCcR7MYeiAiXFGJSdMVaizjzyzX
            AQGDIEOMJOIEHERIDDAVQVOKNYlJjbVc
            LBihleEtkEQGZQ6i6JOIYaUVPzzSzuiz
            F7QLNM9NO9MPLIBSkJJGaTRUNezczqza
            HFcJqcDkkE8EKHDFKc6IRZVVszzZzwzz
            88mHgl8xsBNUYKBQFLVIZZdcpzzezyzz
            GKG6IFOILRHGFFZGEEIeWSPFHTzRofUW
            H8WabaAkf7UJVT9VANLEboidZtzczlqt
            F8cXcVBhcAXVKG7WAPNGZbfUeqzQwinq
            GBcMiZAmh2PedOLeHaZLchkkkwzizoth
            JBiWjf7ni89Na9HfcdYCorlklxzUzatx
            9BiNjf9niCCOTCIMVd8ForlgkxzYzetx
            K3WSXTDbWGSSUPETQRP8cfZYZluXqchl
            EFP5QMHUP7LLNIFMJKHNVYSRSenPjVae
            D3ONQHJpNOJNMFHPTHKFagNQVzzhzqHT
            F9SNTMIXSHKOPLIPLNK3YbVUUgqSmYdh
            Q9eafb1jeOabcXPbYSXOknhbhtzfylqt
            C6aSaXAfa5VWXDMWTULSfjdccoxauglo
            FAWNXP6bW7SSMPAPOROEcfZYZluXqchl
            """)
}
