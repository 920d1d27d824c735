"""The names of what may be done with referrals."""

MAKE = "referrals.make"
SEE = "referrals.see"
SCREEN = "referrals.screen"
OVERRIDE = "referrals.override"
EXPORT = "referrals.export"
IMPORT = "referrals.import"
