"""The story that all sample documents tell."""

DAY = "2020-01-09"
TITLE = "Haftar rejette le cessez-le-feu"
AUTHOR = "Jeanne Dupont"
URL = "https://journal.example/haftar"
FIRST = (
    "Jeudi, le général Khalifa Haftar a déclaré qu’il poursuivait ses opérations militaires "
    "autour de la capitale, malgré les appels de la Turquie et de la Russie."
)
SECOND = "« Notre lutte se poursuivra jusqu’à son terme », a dit son porte-parole à Benghazi."
RECORDS = [
    {
        "title": TITLE,
        "date": "2020-01",
        "author": AUTHOR,
        "url": URL,
        "language": "fr",
        "text": f"{FIRST}\n\n{SECOND}",
    },
    {"title": "A reply", "text": "The two presidents had called for a ceasefire in the capital."},
]
