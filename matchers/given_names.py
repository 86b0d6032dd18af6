"""Common Polish given names: two of them that differ by a letter are two people, not a misreading."""

from __future__ import annotations

from programme.folding import fold_word

_NAMES = """
Adam Adrian Albert Aleksander Andrzej Antoni Arkadiusz Artur Bartłomiej Bartosz Benedykt Bernard Błażej Bogdan Bogumił
Bogusław Bohdan Bolesław Bronisław Cezary Czesław Damian Daniel Dariusz Dawid Dominik Edmund Edward Emil Eryk Eugeniusz
Fabian Feliks Ferdynand Filip Franciszek Fryderyk Gabriel Gerard Gracjan Grzegorz Henryk Hieronim Hubert Ignacy Igor
Ireneusz Jacek Jakub Jan Janusz Jarosław Jerzy Jędrzej Joachim Józef Julian Juliusz Kacper Kajetan Karol Kazimierz
Klemens Konrad Konstanty Kornel Krystian Krzysztof Ksawery Lech Lechosław Leon Leonard Leopold Lesław Leszek Longin
Lucjan Ludwik Łukasz Maciej Maksymilian Marcel Marceli Marcin Marek Marian Mariusz Martin Mateusz Maurycy Michał
Mieczysław Mikołaj Miłosz Mirosław Nikodem Norbert Olaf Oleg Olgierd Oskar Patryk Paweł Piotr Przemysław Radosław Rafał
Remigiusz Robert Roland Roman Romuald Rudolf Ryszard Sebastian Seweryn Sławomir Stanisław Stefan Sylwester Szczepan
Szymon Tadeusz Teodor Tomasz Tymon Tymoteusz Tytus Urban Wacław Waldemar Walenty Walerian Wawrzyniec Wiesław Wiktor
Wincenty Witold Władysław Włodzimierz Wojciech Zbigniew Zdzisław Zenon Ziemowit Zygmunt
Adela Adrianna Agata Agnieszka Aleksandra Alicja Alina Amelia Anastazja Aneta Angelika Anita Anna Antonina Barbara Beata
Bernadeta Bogumiła Bogusława Bożena Bronisława Cecylia Celina Czesława Dagmara Danuta Daria Dominika Dorota Edyta
Eleonora Elwira Elżbieta Emilia Ewa Ewelina Felicja Franciszka Gabriela Genowefa Grażyna Halina Hanna Helena Henryka
Honorata Ilona Irena Irmina Iwona Izabela Jadwiga Janina Joanna Jolanta Józefa Julia Julianna Justyna Kamila Karina
Karolina Katarzyna Kazimiera Kinga Klara Klaudia Kornelia Krystyna Laura Lena Leokadia Lidia Liliana Lucja Lucyna
Ludwika Łucja Magda Magdalena Maja Małgorzata Maria Marianna Mariola Marlena Marta Martyna Maryla Marzena Matylda
Melania Michalina Milena Mirosława Monika Natalia Nina Oliwia Otylia Patrycja Paulina Regina Renata Róża Roksana
Sabina Sandra Sara Stanisława Stefania Stella Sylwia Teresa Urszula Wacława Wanda Weronika Wiesława Wiktoria Wioletta
Władysława Zdzisława Zenobia Zofia Zuzanna
"""
_FOLDED = frozenset(fold_word(name) for name in _NAMES.split())


def is_given_name(word: str) -> bool:
    """Whether `word` is, look-alike characters aside, one of the common given names."""
    return fold_word(word) in _FOLDED
