"""分析：由数据框得出度量。 Analysis: measures computed from the frames."""
