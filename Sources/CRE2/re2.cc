#include "hopper_re2.h"
