"""Which Indonesian words are verbs, qualify, or tell nothing by themselves?

Our own lists, for cutting noun phrases out of titles and abstracts (``noun_phrases``). Verbs are mostly known by their
form (me-, ber-, di-, ter-); here stand the bare ones, the nouns that only look like verbs, and what no form tells.
"""

from kembar.analysis.function_words import INDONESIAN


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that end a phrase wherever they stand.
BREAKS = INDONESIAN | _words(
    "adanya tidaknya kurangnya kurang salah masing masing-masing sebaliknya selanjutnya sebelumnya sesudahnya "
    "sehingga akibatnya artinya misal misalnya contohnya umumnya khususnya terutama pertama kedua ketiga keempat "
    "kelima empat lima enam tujuh delapan sembilan sepuluh ratus ribu juta miliar triliun persen sebesar sebanyak "
    "diantara diantaranya antaranya dimana kemana darimana bagaimanapun apapun siapapun manapun mengapa kenapa "
    "disebabkan dikarenakan karenanya olehnya untuknya baginya darinya didalam diluar diatas dibawah disisi "
    "disamping dll dst dsb yaitu yakni ialah adalah merupakan adapun bahwasanya sejalan seiring guna demi akibat "
    "turut serta ikut secara oleh mampu ingin mau perlu coba pakai buat lihat punya jalin tampak nampak tahu tau "
    "tidak bukan belum sudah telah lancar maksimal sangat amat sekali cukup agak rata-rata kira-kira penting "
    "utama besar kecil baik buruk lebih paling tinggi rendah banyak sedikit jelas nyata benar sering jarang mudah "
    "sulit sukar berbeda serupa sejenis sebuah seorang seekor suatu sesuatu segala seluruh semua tiap setiap "
    "berupa berikut berdasarkan bertujuan berkaitan bersifat berjudul berfokus berusaha berhasil beserta terdapat "
    "terhadap terkait tersebut terdiri terletak terlihat tercapai terjadi termasuk terjalin maka namun tetapi "
    "melainkan sedangkan sementara kemudian lalu lantas akhirnya awalnya mulanya tadinya kini saat ketika waktu "
    "semenjak sejak selama sambil seraya usai setelah sebelum hingga sampai saya aku kami kita kamu anda dia ia "
    "mereka beliau dirinya sendiri satunya satu dua tiga januari februari maret april mei juni juli agustus "
    "september oktober november desember senin selasa rabu kamis jumat sabtu minggu hlm hal vol nomor bab pasal "
    "ayat dkk doi http https www apa siapa mana kapan berapa begitu begini demikian itu ini sana sini situ "
    "tepatnya semata lewat acara dikenal berada berisi mengenai mengingat selaku giat gagal mulai belah dengannya "
    "akan wujud datang pergi masuk keluar naik turun tumbuh hidup mati ada jadi hadir lahir muncul tiba hilang "
    "kembali memang justru malah bahkan pun saja hanya cuma sekadar sekedar lagi pula juga masih tetap terus "
    "selalu kerap sebagaimana sekaligus seakan seolah layaknya laksana bagaikan menurut tanpa antar antara pra "
    "pasca"
)

# Pairs that are one word, of which one half would end a phrase.
COMPOUNDS = frozenset(
    {
        ("kerja", "sama"), ("luar", "negeri"), ("dalam", "negeri"), ("peran", "serta"), ("luar", "angkasa"),
        ("timbal", "balik"), ("jual", "beli"), ("baku", "mutu"), ("sumber", "daya"), ("tata", "kelola"),
        ("tata", "ruang"), ("wali", "kota"), ("tanggung", "jawab"), ("hak", "asasi"), ("daya", "saing"),
        ("campur", "tangan"),
        ("rumah", "sakit"), ("tenaga", "kerja"), ("lapangan", "kerja"), ("ilmu", "pengetahuan"), ("kota", "kembar"),
        ("perguruan", "tinggi"), ("jarak", "jauh"), ("usaha", "kecil"), ("pihak", "ketiga"), ("nota", "kesepahaman"),
        ("belanja", "modal"), ("mata", "uang"), ("masyarakat", "sipil"), ("hubungan", "internasional"),
    }
)  # fmt: skip

# Qualifying words: they follow what they qualify and are no term by themselves.
QUALIFIERS = _words(
    "sosial publik barat timur utara selatan tenggara subnational sub-state substate antarnegara antardaerah "
    "antarkota antarbangsa antarpemerintah aktif pasif optimal efektif efisien signifikan resmi geografis "
    "nasional internasional global lokal regional internal eksternal formal informal sosial-budaya kualitatif "
    "kuantitatif deskriptif empiris teoretis teoritis praktis strategis dinamis politis ekonomis historis yuridis "
    "normatif administratif kreatif inovatif produktif kolaboratif partisipatif inklusif eksklusif positif "
    "negatif primer sekunder tradisional modern digital industrial mutual bilateral multilateral subnasional "
    "sub-nasional transnasional supranasional daerah-daerah publik-swasta baru lama tua muda luas sempit panjang "
    "pendek tinggi rendah kuat lemah cepat lambat dalam luar terbuka tertutup terpadu terakhir berkelanjutan "
    "berdaya berbasis merata menyeluruh mendalam bersama asing dekat jauh tepat sesuai khusus umum tertentu "
    "lengkap murni langsung setempat menengah atas bawah tengah akademis akademik domestik optimum minimum "
    "maksimum potensial fundamental kompleks sederhana canggih maju berkembang mandiri relevan konkret konkrit "
    "nyata intensif ekstensif komprehensif sistematis sistemik profesional rasional emosional terjangkau "
    "terbarukan bergizi bermotor berencana berbayar berbahaya bersejarah terkini tertinggal terpencil terluar "
    "terdepan terintegrasi terdesentralisasi terencana terukur terarah terkenal tersembunyi virtual daring luring "
    "horizontal vertikal sentral desentral otonom independen tunggal ganda penuh kosong"
)

# Nouns and qualifying words that look like verbs.
NOT_VERBS = _words(
    "berita beras berkas berkah media menteri mentor menara mental medan melayu memori merek meter mesin metode "
    "mitra metro teritorial territorial terminal terapi terorisme teror dinamika dimensi diplomasi distribusi "
    "diskusi disiplin disertasi direksi divisi diversifikasi digitalisasi diaspora melodi menengah berat beres "
    "berani bersih merdeka metropolitan membership mekanisme meteorologi meteran metodologi metafora metropolis "
    "metaverse meja melati melon merpati mercusuar meridian merkuri merger terigu terjemahan ternak terminologi "
    "termodinamika terumbu terang teras terowongan teritori bercak berlian bermuda berlin bern diagnosis "
    "diagnostik diagram dialek dialog diameter diet difusi digital dilema dinas dinasti diploma diplomat "
    "diplomatik direktorat direktori direktur disabilitas disinformasi diskriminasi diskon diskursus disintegrasi "
    "disparitas distrik divestasi dividen disrupsi discovery director diversity dimensions distance disease "
    "digitisasi diferensiasi dinamis merah tersier meditasi mediasi mediterania memo memorandum memorial "
    "mencerahkan-hati mentalitas menu memoar merchandise merit message metal meta method methods mention member "
    "members merchant berkeley bernard term terms termination terra terrorism"
)

# What a term cannot end with: these wait for the name that follows.
OPEN_END = _words(
    "kota kabupaten provinsi prefektur nomor antar desa kecamatan kelurahan pulau jalan gunung sungai negara "
    "universitas bidang sektor tingkat bentuk jenis macam kerangka studi kasus program strategi upaya proses "
    "pelaksanaan hubungan peran dampak faktor konsep teori bagi jurusan fakultas dinas kementerian badan"
)
# Heads that say nothing: what follows is the term ("bidang pendidikan").
EMPTY_HEADS = _words(
    "kasus dampak peran peranan pengaruh fenomena kurangnya bidang bentuk jenis macam kerangka upaya proses "
    "pelaksanaan konsep adanya tahapan beberapa hasil tujuan analisis analisa studi kajian tinjauan penelitian"
)
MAY_STAND_ALONE = _words("kota desa provinsi kabupaten program strategi hubungan dinas kementerian negara pulau")

# Nouns of every paper.
GENERAL = _words(
    "urusan aktivitas ruang pembentukan kemajuan persoalan praktik penelitian peneliti hasil tujuan metode "
    "metodologi data penulis penulisan artikel jurnal makalah kajian studi analisis analisa cara faktor bentuk "
    "proses upaya peran peranan dampak teori konsep masalah permasalahan bidang contoh kasus abstrak kualitatif "
    "deskriptif kuantitatif pendekatan teknik sumber kata kunci nilai negara indonesia tulisan skripsi tesis "
    "disertasi buku bab bagian hal aspek segi sisi pihak kedua langkah tahap tahapan kegiatan pelaksanaan "
    "penerapan kondisi keadaan situasi latar belakang awal akhir pertama tengah rangka kerangka fokus manfaat "
    "alasan sebab akibat penyebab kendala hambatan tantangan peluang keuntungan kelebihan kekurangan perubahan "
    "perkembangan peningkatan penurunan pengaruh hubungan tingkat jumlah ukuran jenis macam tipe model unsur "
    "komponen indikator variabel kriteria kategori kelompok sampel responden informan narasumber wawancara "
    "observasi dokumentasi kuesioner angket pengumpulan pengolahan kepustakaan pustaka literatur referensi temuan "
    "kesimpulan simpulan saran pendahuluan pembahasan tinjauan landasan dasar prinsip arti makna pengertian "
    "definisi istilah sifat ciri karakteristik fenomena fakta kenyataan realitas isu topik tema pertanyaan "
    "jawaban pandangan pendapat perspektif gagasan ide waktu tahun bulan hari masa periode era jangka tempat "
    "lokasi wilayah daerah objek subjek orang seseorang anggota sendiri diri keberadaan kehadiran kesamaan "
    "perbedaan persamaan harapan keinginan kebutuhan kemampuan usaha program strategi tindakan pelaku gambaran "
    "penjelasan informasi pelaksana sasaran target keberhasilan kegagalan kelanjutan tindak lanjut hak minat "
    "rencana tugas fungsi kerja dunia bangsa nama banyak beberapa seluruh universitas fakultas jurusan penulisnya "
    "pembaca kontribusi rumusan bentuknya pola alat sarana wadah syarat persyaratan ketentuan pedoman panduan "
    "umum khusus potensi kesempatan adanya efektivitas efektifitas kurangnya rentang total gambar tabel lampiran "
    "halaman"
)

COMMON_PHRASES = frozenset(
    [
        "hasil penelitian", "penelitian ini", "metode penelitian", "studi kasus", "penelitian kualitatif",
        "metode kualitatif", "data primer", "data sekunder", "analisis data", "teknik analisis data",
        "pengumpulan data", "teknik pengumpulan data", "latar belakang", "rumusan masalah", "tujuan penelitian",
        "studi pustaka", "studi literatur", "kajian pustaka", "tinjauan pustaka", "penelitian deskriptif",
        "metode deskriptif", "pendekatan kualitatif", "deskriptif kualitatif", "kualitatif deskriptif",
        "penelitian kuantitatif", "kata kunci", "jangka panjang", "jangka pendek", "sumber data",
        "objek penelitian", "lokasi penelitian", "penelitian sebelumnya", "penelitian terdahulu", "kedua pihak",
        "belah pihak", "kedua belah pihak", "studi dokumentasi", "data kualitatif", "kerangka teori",
        "kerangka pemikiran", "program studi", "ilmu hubungan internasional universitas", "tindak lanjut",
        "teori konsep", "jenis penelitian", "fokus penelitian", "landasan teori", "manfaat penelitian",
        "metode penelitian kualitatif", "metode penelitian kualitatif deskriptif", "literature review",
    ]
)  # fmt: skip

# Doubled words that are words of their own; other doubled words are plurals ("kota-kota").
DOUBLED = _words(
    "undang-undang rata-rata laki-laki alun-alun oleh-oleh kupu-kupu masing-masing cita-cita hati-hati "
    "sehari-hari tiba-tiba kira-kira seolah-olah sia-sia pura-pura abu-abu biri-biri"
)

# Words ending like a clitic that have none.
NO_CLITIC = _words(
    "masalah sekolah jumlah daerah wilayah langkah upah naskah sejarah pemerintah telah rumah tanah ubah salah "
    "kuliah istilah celah makalah majalah olah rendah mudah indah sudah limbah malah allah ilah qabilah adalah "
    "hanya punya tanya kenya tunya kandang-nya maklumat"
)
