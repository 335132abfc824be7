#include "hopper_timezone.h"
