ANSWER = "loaded"
