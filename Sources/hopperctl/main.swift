print("hopperctl: not built yet")
