"""What must be found in no picture that the portal keeps."""

ADDRESS = "7 Safe Harbour Row, canary-4711"
PHONE_MODEL = "CanaryPhone 15"
SERIAL = "SN-CANARY-0815"
ALL = (ADDRESS.encode(), PHONE_MODEL.encode(), SERIAL.encode())
