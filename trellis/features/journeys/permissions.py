"""The names of what may be done with journeys."""

SEE = "journeys.see"
ACCEPT = "journeys.accept"
MANAGE = "journeys.manage"
SUPPORT = "journeys.support"
END = "journeys.end"
