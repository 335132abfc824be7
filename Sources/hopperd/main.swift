print("hopperd: not built yet")
