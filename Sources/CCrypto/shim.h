#pragma once
// SHA256_Init and its kin work on a struct of the caller's and allocate nothing; what OpenSSL 3
// would have instead allocates for every message.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
