"""The sentences of the methods paragraph, in Indonesian and English, and the works they name.

They stand in files that go to journals in both languages at once, so they are not part of the interface's translations.
"""

from typing import Any

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "from_records": (
            "The map was made with Kembar %(version)s from %(n)s publication (%(kind)s).",
            "The map was made with Kembar %(version)s from %(n)s publications (%(kind)s).",
        ),
        "from_network": "The map was made with Kembar %(version)s from a given network.",
        "from_network_file": "The map was made with Kembar %(version)s from the network in %(files)s.",
        "files": (
            "They were read from the file %(files)s.",
            "They were read from %(n)s files or folders: %(files)s.",
        ),
        "more_files": ("and %(n)s more", "and %(n)s more"),
        "merged": (
            "%(n)s record was merged with another of the same publication",
            "%(n)s records were merged with others of the same publication",
        ),
        "broken": (
            "%(n)s record could not be read and was left out",
            "%(n)s records could not be read and were left out",
        ),
        "references": (
            "%(n)s reference was read; %(matched)s differing forms were taken for the work of another "
            "(same DOI, same key, or nearly the same text).",
            "%(n)s references were read; %(matched)s differing forms were taken for the work of another "
            "(same DOI, same key, or nearly the same text).",
        ),
        "thesaurus": (
            "Labels were joined or left out by a thesaurus of %(n)s entry%(file)s.",
            "Labels were joined or left out by a thesaurus of %(n)s entries%(file)s.",
        ),
        "strongest": (
            "Of %(linked)s linked publications the %(kept)s with the greatest total link strength were mapped."
        ),
        "crowded": "Publications with more than %(most)s names (%(n)s) made no links.",
        "least_cited": "Only the %(kept)s publications cited at least %(n)s times were mapped.",
        "parts": (
            "Every place of a text counts for one term, the longest kept; longer phrases below the "
            "threshold give theirs to the shorter ones in them."
        ),
        "most": "Of these, the %(items)s most frequent were mapped.",
        "threshold": (
            "All items found were kept (%(kept)s of %(found)s), as an item had to occur in %(n)s publication only.",
            "Of %(found)s items found, the %(kept)s that occur in at least %(n)s publications were kept.",
        ),
        "threshold_proposed": (
            "All items found were kept (%(kept)s of %(found)s), as an item had to occur in %(n)s publication only "
            "(threshold proposed by the program from the size of the set).",
            "Of %(found)s items found, the %(kept)s that occur in at least %(n)s publications were kept (threshold "
            "proposed by the program from the size of the set).",
        ),
        "irrelevant": (
            "Of these, the %(n)s least specific term outside the most frequent tenth "
            "(Kullback-Leibler distance of its co-occurrences from those of "
            "all "
            "terms) was left out.",
            "Of these, the %(n)s least specific terms outside the most frequent tenth "
            "(Kullback-Leibler distance of their co-occurrences from those of "
            "all terms) were left out.",
        ),
        "isolated": ("%(n)s item without links was left out.", "%(n)s items without links were left out."),
        "outside": (
            "Only the largest set of connected items was mapped; %(n)s item lies outside it.",
            "Only the largest set of connected items was mapped; %(n)s items lie outside it.",
        ),
        "network": "The network has %(items)s items and %(links)s links with a total link strength of %(strength)s.",
        "clusters": (
            "Clusters were formed by maximising the quality function of VOS clustering (Waltman, van Eck & Noyons, "
            "2010) "
            "with the Leiden algorithm (Traag, Waltman & van Eck, 2019): resolution %(resolution)s, randomness "
            "%(randomness)s, %(n)s random start, at most %(iterations)s iterations.",
            "Clusters were formed by maximising the quality function of VOS clustering (Waltman, van Eck & Noyons, "
            "2010) "
            "with the Leiden algorithm (Traag, Waltman & van Eck, 2019): resolution %(resolution)s, randomness "
            "%(randomness)s, %(n)s random starts, at most %(iterations)s iterations each.",
        ),
        "combined": (
            "The best starts were combined by clustering anew what they agree on (Ovelgönne & Geyer-Schulz, 2013), and "
            "the best partition of all was taken."
        ),
        "merged_clusters": (
            "Clusters of fewer than %(size)s items were merged with the one most strongly linked to them for its size "
            "(%(merged)s merged)."
        ),
        "kept_clusters": "Clusters of fewer than %(size)s items were kept.",
        "found": (
            "This gave %(n)s cluster of quality %(quality)s",
            "This gave %(n)s clusters of quality %(quality)s",
        ),
        "agreement": " (mean adjusted Rand index between the starts: %(value)s)",
        "layout_published": (
            "Items were placed by VOS mapping (van Eck, Waltman, Dekker & van den Berg, 2010), that is with attraction "
            "%(attraction)s and repulsion %(repulsion)s."
        ),
        "layout": (
            "Items were placed by VOS mapping (van Eck, Waltman, Dekker & van den Berg, 2010) in its general form with "
            "attraction %(attraction)s and repulsion %(repulsion)s."
        ),
        "compatible": (
            "The steps were those of the CWTS network analysis software (compatible mode, %(n)s random start).",
            "The steps were those of the CWTS network analysis software (compatible mode, best of %(n)s random "
            "starts).",
        ),
        "fast": (
            "Whole-map steps with the pushes of far groups approximated were used (fast mode, %(n)s random start).",
            "Whole-map steps with the pushes of far groups approximated were used (fast mode, %(n)s random starts, of "
            "which the best was taken).",
        ),
        "beside": (
            "The items form %(sets)s sets that no link connects; each was laid out by itself, and they stand beside "
            "each "
            "other, so that only distances within a set mean anything."
        ),
        "beside_small": "Sets of up to %(items)s items were laid out in compatible mode.",
        "together": (
            "As the network falls into several parts, %(increment)s was added to the strength between all pairs of "
            "items."
        ),
        "objective": "The objective of the layout is %(value)s (lower is better).",
        "objective_sum": "The objective of the layout, summed over the sets, is %(value)s (lower is better).",
        "seed": (
            "The seed of the random numbers was %(seed)s; the same input, parameters, versions and seed give the same "
            "map."
        ),
        "versions": "Versions: Kembar %(kembar)s, Python %(python)s, NumPy %(numpy)s, SciPy %(scipy)s.",
    },
    "id": {
        "from_records": "Peta dibuat dengan Kembar %(version)s dari %(n)s publikasi (%(kind)s).",
        "from_network": "Peta dibuat dengan Kembar %(version)s dari jaringan yang diberikan.",
        "from_network_file": "Peta dibuat dengan Kembar %(version)s dari jaringan dalam %(files)s.",
        "files": (
            "Publikasi dibaca dari berkas %(files)s.",
            "Publikasi dibaca dari %(n)s berkas atau folder: %(files)s.",
        ),
        "more_files": "dan %(n)s lainnya",
        "merged": "%(n)s rekaman digabungkan dengan rekaman lain dari publikasi yang sama",
        "broken": "%(n)s rekaman tidak dapat dibaca dan tidak disertakan",
        "references": (
            "Dibaca %(n)s rujukan; %(matched)s bentuk yang berbeda dianggap karya yang sama (DOI sama, kunci sama, "
            "atau "
            "teks yang hampir sama)."
        ),
        "thesaurus": "Label digabungkan atau diabaikan menurut tesaurus dengan %(n)s entri%(file)s.",
        "strongest": (
            "Dari %(linked)s publikasi yang tertaut dipetakan %(kept)s yang jumlah kekuatan tautannya terbesar."
        ),
        "crowded": "Publikasi dengan lebih dari %(most)s nama (%(n)s) tidak membentuk tautan.",
        "least_cited": "Hanya %(kept)s publikasi yang disitasi sekurangnya %(n)s kali yang dipetakan.",
        "parts": (
            "Setiap tempat dalam teks dihitung untuk satu istilah, yang terpanjang; frasa panjang di bawah "
            "ambang memberikan tempatnya kepada istilah yang lebih pendek di dalamnya."
        ),
        "most": "Dari jumlah itu, %(items)s yang paling sering muncul dipetakan.",
        "threshold": (
            "Semua item yang ditemukan disertakan (%(kept)s dari %(found)s) karena satu item cukup muncul dalam %(n)s "
            "publikasi.",
            "Dari %(found)s item yang ditemukan, disertakan %(kept)s item yang muncul dalam sekurangnya %(n)s "
            "publikasi.",
        ),
        "threshold_proposed": (
            "Semua item yang ditemukan disertakan (%(kept)s dari %(found)s) karena satu item cukup muncul dalam %(n)s "
            "publikasi (ambang diusulkan program menurut besarnya kumpulan).",
            "Dari %(found)s item yang ditemukan, disertakan %(kept)s item yang muncul dalam sekurangnya %(n)s "
            "publikasi "
            "(ambang diusulkan program menurut besarnya kumpulan).",
        ),
        "irrelevant": (
            "Dari jumlah itu, %(n)s istilah yang paling umum di luar sepersepuluh tersering "
            "(jarak Kullback-Leibler kemunculan bersamanya dari "
            "kemunculan bersama semua istilah) tidak disertakan."
        ),
        "isolated": "%(n)s item tanpa tautan tidak disertakan.",
        "outside": "Hanya kumpulan item terhubung yang terbesar yang dipetakan; %(n)s item berada di luarnya.",
        "network": "Jaringan memuat %(items)s item dan %(links)s tautan dengan jumlah kekuatan tautan %(strength)s.",
        "clusters": (
            "Klaster dibentuk dengan memaksimalkan fungsi mutu klasterisasi VOS (Waltman, van Eck & Noyons, 2010) "
            "dengan "
            "algoritma Leiden (Traag, Waltman & van Eck, 2019): resolusi %(resolution)s, keacakan %(randomness)s, "
            "%(n)s "
            "awal acak, masing-masing paling banyak %(iterations)s iterasi."
        ),
        "combined": (
            "Hasil awal terbaik dipadukan dengan mengklasterkan ulang bagian yang disepakati (Ovelgönne & "
            "Geyer-Schulz, "
            "2013), lalu dipilih pembagian yang terbaik."
        ),
        "merged_clusters": (
            "Klaster dengan kurang dari %(size)s item digabungkan dengan klaster yang paling kuat tertaut dengannya "
            "menurut ukurannya (%(merged)s digabungkan)."
        ),
        "kept_clusters": "Klaster dengan kurang dari %(size)s item dipertahankan.",
        "found": "Hasilnya %(n)s klaster dengan mutu %(quality)s",
        "agreement": " (rata-rata indeks Rand terkoreksi antarawal: %(value)s)",
        "layout_published": (
            "Item ditempatkan dengan pemetaan VOS (van Eck, Waltman, Dekker & van den Berg, 2010), yaitu dengan "
            "tarikan "
            "%(attraction)s dan tolakan %(repulsion)s."
        ),
        "layout": (
            "Item ditempatkan dengan pemetaan VOS (van Eck, Waltman, Dekker & van den Berg, 2010) dalam bentuk umumnya "
            "dengan tarikan %(attraction)s dan tolakan %(repulsion)s."
        ),
        "compatible": (
            "Langkahnya sama dengan perangkat lunak analisis jaringan CWTS (cara kompatibel, %(n)s awal acak).",
            "Langkahnya sama dengan perangkat lunak analisis jaringan CWTS (cara kompatibel, terbaik dari %(n)s awal "
            "acak).",
        ),
        "fast": (
            "Digunakan langkah untuk seluruh peta sekaligus, dengan dorongan kelompok yang jauh dihampiri (cara cepat, "
            "%(n)s awal acak).",
            "Digunakan langkah untuk seluruh peta sekaligus, dengan dorongan kelompok yang jauh dihampiri (cara cepat, "
            "%(n)s awal acak, dipilih yang terbaik).",
        ),
        "beside": (
            "Item membentuk %(sets)s kumpulan yang tidak saling tertaut; tiap kumpulan ditata tersendiri lalu "
            "diletakkan "
            "berdampingan, sehingga hanya jarak di dalam satu kumpulan yang bermakna."
        ),
        "beside_small": "Kumpulan dengan paling banyak %(items)s item ditata dengan cara kompatibel.",
        "together": (
            "Karena jaringan terpisah menjadi beberapa bagian, kekuatan antara semua pasangan item ditambah "
            "%(increment)s."
        ),
        "objective": "Nilai fungsi tujuan tata letak adalah %(value)s (makin rendah makin baik).",
        "objective_sum": (
            "Nilai fungsi tujuan tata letak, dijumlahkan dari semua kumpulan, adalah %(value)s (makin rendah makin "
            "baik)."
        ),
        "seed": (
            "Benih bilangan acak adalah %(seed)s; masukan, parameter, versi, dan benih yang sama memberi peta yang "
            "sama."
        ),
        "versions": "Versi: Kembar %(kembar)s, Python %(python)s, NumPy %(numpy)s, SciPy %(scipy)s.",
    },
}

LINKED: dict[str, dict[str, dict[str, str]]] = {
    "keywords": {
        "en": {
            "name": "co-occurrence of keywords",
            "linked": "Keywords of authors and of databases are linked by the publications that have both.",
        },
        "id": {
            "name": "kemunculan bersama kata kunci",
            "linked": (
                "Kata kunci dari pengarang dan dari pangkalan data ditautkan oleh publikasi yang memuat keduanya."
            ),
        },
    },
    "terms": {
        "en": {
            "name": "co-occurrence of terms",
            "linked": (
                "Noun phrases of titles and abstracts in Indonesian and English, found by Kembar's own rules, are "
                "linked by the publications that have both."
            ),
        },
        "id": {
            "name": "kemunculan bersama istilah",
            "linked": (
                "Frasa benda dari judul dan abstrak dalam bahasa Indonesia dan Inggris, ditemukan dengan kaidah Kembar "
                "sendiri, ditautkan oleh publikasi yang memuat keduanya."
            ),
        },
    },
    "coauthors": {
        "en": {
            "name": "co-authorship of authors",
            "linked": (
                "Authors, told apart by their number or full name, are linked by the publications they wrote together."
            ),
        },
        "id": {
            "name": "kepengarangan bersama antarpengarang",
            "linked": (
                "Pengarang, dibedakan menurut nomor atau nama lengkapnya, ditautkan oleh publikasi yang mereka tulis "
                "bersama."
            ),
        },
    },
    "coauthors_organisations": {
        "en": {
            "name": "co-authorship of organisations",
            "linked": "Organisations are linked by the publications their people wrote together.",
        },
        "id": {
            "name": "kepengarangan bersama antarlembaga",
            "linked": "Lembaga ditautkan oleh publikasi yang ditulis bersama oleh orang-orangnya.",
        },
    },
    "coauthors_countries": {
        "en": {
            "name": "co-authorship of countries",
            "linked": "Countries are linked by the publications their people wrote together.",
        },
        "id": {
            "name": "kepengarangan bersama antarnegara",
            "linked": "Negara ditautkan oleh publikasi yang ditulis bersama oleh orang-orangnya.",
        },
    },
    "citations": {
        "en": {
            "name": "direct citation",
            "linked": "Publications are linked where one cites the other; direction is not kept.",
        },
        "id": {
            "name": "sitasi langsung",
            "linked": "Publikasi ditautkan bila yang satu mengutip yang lain; arahnya tidak disimpan.",
        },
    },
    "coupling": {
        "en": {
            "name": "bibliographic coupling",
            "linked": "Publications are linked by the references they share.",
        },
        "id": {
            "name": "pasangan bibliografis",
            "linked": "Publikasi ditautkan oleh rujukan yang sama-sama dikutip.",
        },
    },
    "cocitation": {
        "en": {
            "name": "co-citation of cited references",
            "linked": "Cited references are linked by the publications that cite both.",
        },
        "id": {
            "name": "ko-sitasi rujukan",
            "linked": "Rujukan ditautkan oleh publikasi yang mengutip keduanya.",
        },
    },
}

COUNTED: dict[str, dict[str, dict[str, str]]] = {
    "full": {
        "en": {
            "items": "Counting was full: every shared publication counts 1.",
            "coupling": "Counting was full: every shared reference counts 1.",
            "terms": "Counting was full: every occurrence of a term counts, every shared publication counts 1.",
        },
        "id": {
            "items": "Penghitungannya penuh: tiap publikasi bersama bernilai 1.",
            "coupling": "Penghitungannya penuh: tiap rujukan bersama bernilai 1.",
            "terms": "Penghitungannya penuh: setiap kemunculan istilah dihitung, tiap publikasi bersama bernilai 1.",
        },
    },
    "binary": {
        "en": {"terms": "Counting was binary: a term counts once in a publication."},
        "id": {"terms": "Penghitungannya biner: sebuah istilah dihitung sekali dalam satu publikasi."},
    },
    "fractional": {
        "en": {
            "items": (
                "Counting was fractional: a publication with N items counts 1/(N-1) for each pair "
                "(Perianes-Rodriguez, Waltman & van Eck, 2016)."
            ),
            "coupling": (
                "Counting was fractional: a reference cited by N publications counts 1/(N-1) for each pair "
                "(Perianes-Rodriguez, Waltman & van Eck, 2016)."
            ),
        },
        "id": {
            "items": (
                "Penghitungannya fraksional: publikasi dengan N item bernilai 1/(N-1) untuk tiap pasangan "
                "(Perianes-Rodriguez, Waltman & van Eck, 2016)."
            ),
            "coupling": (
                "Penghitungannya fraksional: rujukan yang dikutip N publikasi bernilai 1/(N-1) untuk tiap pasangan "
                "(Perianes-Rodriguez, Waltman & van Eck, 2016)."
            ),
        },
    },
}

NORMALISED: dict[str, dict[str, str]] = {
    "association": {
        "en": "Link strengths were normalised by the association strength (van Eck & Waltman, 2009).",
        "id": "Kekuatan tautan dinormalkan dengan kekuatan asosiasi (association strength; van Eck & Waltman, 2009).",
    },
    "fractionalization": {
        "en": "Link strengths were normalised by fractionalization.",
        "id": "Kekuatan tautan dinormalkan dengan fraksionalisasi.",
    },
    "cosine": {
        "en": (
            "Link strengths were normalised by Salton's cosine (van Eck & Waltman, 2009), "
            "scaled to a mean of 1 over all pairs."
        ),
        "id": (
            "Kekuatan tautan dinormalkan dengan kosinus Salton (van Eck & Waltman, 2009), "
            "diskalakan ke rata-rata 1 atas semua pasangan."
        ),
    },
    "jaccard": {
        "en": (
            "Link strengths were normalised by the Jaccard index (van Eck & Waltman, 2009), "
            "scaled to a mean of 1 over all pairs."
        ),
        "id": (
            "Kekuatan tautan dinormalkan dengan indeks Jaccard (van Eck & Waltman, 2009), "
            "diskalakan ke rata-rata 1 atas semua pasangan."
        ),
    },
    "inclusion": {
        "en": (
            "Link strengths were normalised by the inclusion index (van Eck & Waltman, 2009), "
            "scaled to a mean of 1 over all pairs."
        ),
        "id": (
            "Kekuatan tautan dinormalkan dengan indeks inklusi (van Eck & Waltman, 2009), "
            "diskalakan ke rata-rata 1 atas semua pasangan."
        ),
    },
    "equivalence": {
        "en": (
            "Link strengths were normalised by the equivalence index (Callon, Courtial & Laville, 1991), "
            "scaled to a mean of 1 over all pairs."
        ),
        "id": (
            "Kekuatan tautan dinormalkan dengan indeks ekuivalensi (Callon, Courtial & Laville, 1991), "
            "diskalakan ke rata-rata 1 atas semua pasangan."
        ),
    },
    "none": {"en": "Link strengths were not normalised.", "id": "Kekuatan tautan tidak dinormalkan."},
}

REFERENCES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("Callon, Courtial & Laville, 1991",),
        "Callon, M., Courtial, J. P., & Laville, F. (1991). Co-word analysis as a tool for describing the network of "
        "interactions between basic and technological research: The case of polymer chemistry. Scientometrics, 22(1), "
        "155-205. https://doi.org/10.1007/BF02019280",
    ),
    (
        ("Ovelgönne & Geyer-Schulz, 2013",),
        "Ovelgönne, M., & Geyer-Schulz, A. (2013). An ensemble learning strategy for graph clustering. In Graph "
        "Partitioning and Graph Clustering (Contemporary Mathematics, 588, pp. 187-205). American Mathematical "
        "Society.",
    ),
    (
        ("Perianes-Rodriguez, Waltman & van Eck, 2016",),
        "Perianes-Rodriguez, A., Waltman, L., & van Eck, N. J. (2016). Constructing bibliometric networks: A "
        "comparison "
        "between full and fractional counting. Journal of Informetrics, 10(4), 1178-1195. "
        "https://doi.org/10.1016/j.joi.2016.10.006",
    ),
    (
        ("Traag, Waltman & van Eck, 2019",),
        "Traag, V. A., Waltman, L., & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing well-connected "
        "communities. Scientific Reports, 9, 5233. https://doi.org/10.1038/s41598-019-41695-z",
    ),
    (
        ("(van Eck & Waltman, 2009)",),
        "van Eck, N. J., & Waltman, L. (2009). How to normalize cooccurrence data? An analysis of some well-known "
        "similarity measures. JASIST, 60(8), 1635-1651. https://doi.org/10.1002/asi.21075",
    ),
    (
        ("van Eck, Waltman, Dekker & van den Berg, 2010",),
        "van Eck, N. J., Waltman, L., Dekker, R., & van den Berg, J. (2010). A comparison of two techniques for "
        "bibliometric mapping: Multidimensional scaling and VOS. JASIST, 61(12), 2405-2416. "
        "https://doi.org/10.1002/asi.21421",
    ),
    (
        ("Waltman, van Eck & Noyons, 2010",),
        "Waltman, L., van Eck, N. J., & Noyons, E. C. M. (2010). A unified approach to mapping and clustering of "
        "bibliometric networks. Journal of Informetrics, 4(4), 629-635. https://doi.org/10.1016/j.joi.2010.07.002",
    ),
)
"""The works by the words that name them in the English paragraph, in order of their authors."""
