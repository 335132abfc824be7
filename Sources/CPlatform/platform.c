#define _GNU_SOURCE
#include "hopper_platform.h"
#include <malloc.h>
#include <pthread.h>

void hopper_name_this_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

void hopper_share_one_heap(void) { mallopt(M_ARENA_MAX, 1); }
