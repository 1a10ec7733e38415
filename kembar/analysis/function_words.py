"""Which words of Indonesian and English carry grammar rather than matter?

Our own lists, kept short: words of the closed classes and the commonest adverbs. Used to weigh words when texts are
compared and to cut noun phrases when terms are taken.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INDONESIAN = _words(
    "ada adalah agar akan akhirnya aku anda antara antar apa apabila apakah atas atau bagai bagaimana bagi bagian "
    "bahkan bahwa banyak baru beberapa begitu belum berbagai berdasarkan bersama biasa biasanya bila bisa boleh "
    "bukan cukup dahulu dalam dan dapat dari daripada demi demikian dengan di dia diri dll dsb dua dulu guna hal "
    "hampir hanya harus hingga ia ialah ini itu jadi jangan jika juga kalau kali kami kamu karena ke kemudian "
    "kepada ketika kini kita lagi lain lainnya lalu lebih maka makin masih maupun mereka meski meskipun merupakan "
    "misalnya mungkin namun nya oleh pada padahal para pasti per pernah pula pun saat saja saling sama sambil "
    "sampai samping sangat satu saya se seakan sebab sebagai sebagaimana sebagian sebelum sebuah secara sedang "
    "sedangkan sedikit sehingga sejak sejumlah sekali sekarang sekitar selain selalu selama seluruh semakin semua "
    "semula seorang seperti seraya sering serta sesuai sesudah setelah setiap si suatu sudah supaya tak tanpa "
    "tapi telah tentang tentu terhadap terkait terlalu termasuk ternyata tersebut terus tetapi tiap tidak tiga "
    "untuk walaupun yaitu yakni yang dimana tahun adapun sendiri dijelaskan menjadi melalui dilakukan melakukan"
)
ENGLISH = _words(
    "a about above across after again against all also although am among an and any are as at be because been "
    "before being between both but by can could did do does doing down during each either else etc every few for "
    "from further had has have having he hence her here hers him his how however i if in into is it its itself "
    "just less many may me might more most much must my neither no nor not of off on once one only onto or other "
    "our out over own per rather same shall she should since so some still such than that the their them then "
    "there therefore these they this those through thus to too toward towards two under until up upon us very via "
    "was we well were what when where whether which while who whom whose why will with within without would yet "
    "you your three using used use based et al ie eg"
)
ALL = INDONESIAN | ENGLISH
