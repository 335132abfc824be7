#define _GNU_SOURCE
#include "hopper_platform.h"
#include <pthread.h>

void hopper_name_this_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
