"""What is generated from the code: the API's and the events' documents, the diagrams, the picture of the whole."""
