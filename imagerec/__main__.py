"""`python -m imagerec` is the command `imagerec`."""

from imagerec.cli import main

main()
