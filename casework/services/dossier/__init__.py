"""The case file (卷宗) and the evidence pack: everything a case holds as one numbered PDF, and as a ZIP that checks itself."""
