---------------------------- MODULE MCOneSession ----------------------------
\* Logs with one session at a time, whose client has more commands on their way.
EXTENDS MCSessions
=============================================================================
