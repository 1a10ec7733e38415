"""Which English words are verbs, adjectives and adverbs, and which nouns say nothing by themselves?

Our own lists, for cutting noun phrases out of titles and abstracts (``noun_phrases``). A word on no list is judged by
its ending, and is a noun otherwise.
"""

from kembar.analysis.function_words import ENGLISH


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that end a phrase wherever they stand: of the closed classes, of counting, and adjectives that tell nothing
# of the matter ("new", "various"; the first lines are those that VOSviewer leaves out too).
BREAKS = ENGLISH | _words(
    "another any both different each either every few fewer fewest least less little many more most much neither "
    "other same several some such various all one two three four five six seven eight nine ten eleven twelve "
    "hundred thousand million billion dozen half first second third fourth fifth last next previous former latter "
    "once twice new newer newest novel recent current present existing possible relevant important significant "
    "main major minor key crucial essential useful good better best bad worse worst appropriate suitable "
    "necessary available able unable certain specific particular similar following proposed overall whole entire "
    "total great greater greatest high-quality higher highest lower lowest larger largest smaller smallest big "
    "bigger biggest huge wide wider widely long longer short shorter full further additional extra own promising "
    "interesting increasing growing underlying considerable substantial numerous multifaceted true false real "
    "actual apparent clear evident obvious difficult easy easier hard likely unlikely due lack up-to-date "
    "well-known so-called state-of-the-art worth like unlike despite whereas whilst amongst towards toward per "
    "via across among along around throughout beyond besides except versus vs within without onto until since "
    "because although though nevertheless nonetheless furthermore moreover therefore thus hence however "
    "accordingly consequently instead otherwise together meanwhile perhaps maybe indeed rather quite almost often "
    "sometimes always never already still yet again ever even also too everything something nothing anything "
    "everyone someone nobody none else itself themselves ourselves himself herself today nowadays now here there "
    "elsewhere abroad worldwide namely ie eg etc cf et al viz ii iii iv vi vii viii ix chosen taken built found "
    "given shown made done seen held kept left put got met lost brought thought taught sought bought caught felt "
    "dealt meant sent spent written driven grown drawn broken spoken forgotten undertaken become understood "
    "proven begun gone won uses shows ones includes consists faster slower deeper stronger weaker simpler richer "
    "poorer cheaper closer fully highly strongly according regarding concerning depending owing much-needed yes "
    "no not non pp vol no's ltd inc llc gmbh bv b.v doi http https www fig figure table january february march "
    "april may june july august september october november december monday"
)

# Verbs that are hardly ever nouns, in their plain form; their other forms follow by rule.
VERBS = _words(
    "accelerate accept accommodate accompany accomplish accord account-for accumulate achieve acknowledge acquire "
    "adapt add adhere adjust adopt advise affect aggregate agree aid-in allocate allow alter analyse analyze "
    "announce anticipate appear apply appraise appreciate argue arise arrange ascertain ask assemble assert "
    "assess assign assist associate assume assure attain attract attribute-to automate avoid be become begin "
    "behave believe belong bring broaden build calculate calibrate capture carry categorize categorise cause "
    "characterise characterize check choose cite clarify classify collaborate collect combine come commit "
    "communicate compare compete compile complement complete comply comprise compute conceive conclude conduct "
    "confer confirm confront connect consider consist constitute construct consult contain continue contribute "
    "converge convert convey cooperate coordinate cope correspond could cover create criticize deal decide "
    "decrease dedicate deduce deem define deliver demonstrate denote depend depict derive describe deserve detect "
    "deter determine develop devise diagnose differ differentiate diminish disaggregate discover discriminate "
    "discuss display distinguish distribute divide draw drive earn elaborate elicit eliminate elucidate embed "
    "embrace emerge emphasise emphasize employ empower enable encompass encounter encourage enforce engage "
    "enhance enlarge enrich ensure entail entitle enumerate envisage establish estimate evaluate evolve examine "
    "exceed execute exemplify exhibit exist expand expect explain exploit explore expose extend extract "
    "facilitate fail fall feed feel fill find fit follow foster fulfil fulfill gain gather generalise generalize "
    "generate get give go govern grow guarantee handle happen have help hinder hold hypothesize identify "
    "illustrate imagine implement imply improve include call incorporate increase incur indicate induce infer "
    "inform inhibit initiate inspire instantiate integrate intend interpret intervene introduce invest "
    "investigate invite involve isolate join justify keep know lead learn leave lend let leverage lie listen "
    "locate look lose maintain make manage manifest maximise maximize may mean measure-up meet mention minimise "
    "minimize mitigate modify motivate move need-to neglect obey observe obtain occur offer omit operate optimise "
    "optimize organise organize originate outline outperform overcome overlook own participate pay perceive "
    "perform permit persist pertain point-out portray pose possess postulate predict prefer prepare prescribe "
    "present preserve presume prevent prioritise prioritize proceed produce promote propose prove provide publish "
    "pursue put quantify raise reach read realise realize receive recognise recognize recommend reconcile "
    "reconstruct record recover reduce refer refine reflect regard regulate reinforce reject relate rely remain "
    "remove render replace represent require resolve respond restrict resort retain retrieve reveal review-ed "
    "revise run satisfy say seek seem select send separate serve share shed shift show simplify simulate sit "
    "situate solve speak specify spend stand stem stimulate streamline strengthen stress strive submit "
    "substantiate succeed suffer suggest suit summarise summarize suppose surround survive sustain tackle take "
    "talk teach tell tend think transfer transform translate treat try turn uncover undergo underlie underline "
    "underscore understand undertake undermine unify update upgrade utilise utilize validate vary verify view "
    "visualise visualize want warrant weaken widen win write yield analyzes worsen worry allege tailor harness "
    "bolster deploy elevate evoke unravel delineate disseminate conceptualise conceptualize contextualise "
    "contextualize formulate criticise devote prompt hamper impede incentivise incentivize invoke merge "
    "parallelise parallelize perturb recall reproduce rethink shape showcase surpass synthesise synthesize "
    "trigger weigh"
)

# Verbs that are nouns as well: their neighbours tell which they are.
BOTH = _words(
    "access account act address advance aim aid answer approach attempt balance base benefit bridge challenge "
    "change claim collapse combat compromise concern conflict contact contrast control cost cover damage deal "
    "debate decline decrease delay demand design detail dispute document effect effort enable estimate exchange "
    "exhibit experience experiment face factor favor favour feature finance focus force form forecast function "
    "fund gauge grant group guide harm highlight host impact implement increase index influence input interest "
    "interview issue joint judge label lack lead level limit link list map mark market match matter measure merit "
    "mirror model monitor name need network note object offer order outcome output outline panel place plan play "
    "point position practice practise present process produce profile profit program programme progress project "
    "purchase purpose question range rank rate reason record reform regard release rely remark report request "
    "research respect response rest result return review reward rise risk role rule sample scale schedule score "
    "scope screen search sense service set shift show sort sound source stage start state step stop strain stress "
    "structure study supplement supply support survey switch target task term test total trace track trade train "
    "transfer transport treat trend trial trigger trust turn use value view visit voice vote work"
)

# Participles and gerunds that belong to the name of a thing: "randomized trial", "decision making".
PARTICIPLES = _words(
    "aged aging ageing automated balanced blended bounded closed coloured colored complicated-by conflicting "
    "connected constrained continued coupled decentralised decentralized developed developing differentiated "
    "disabled displaced distributed embedded emerging engineered extended federated fixed generalised generalized "
    "governed industrialised industrialized integrated intended-use isolated layered learned linked living "
    "localized managed marginalized migrating mixed nested networked open-ended ordered organised organized "
    "paired personalized personalised planned pooled protected qualified randomised randomized reinforced "
    "renewable robust semi-structured shared skilled stratified structured supervised sustained trained twinned "
    "unmanned unstructured unsupervised united urbanized varying-coefficient weighted advanced timed uncoloured "
    "married unemployed applied underdeveloped open-source perceived informed assisted augmented rising-sea "
    "floating moving working leading-edge housing"
)
GERUNDS = _words(
    "accounting advertising ageing aging aiding banking benchmarking branding breeding budgeting building "
    "clustering coding commissioning computing conditioning consulting counseling counselling coupling "
    "crowdsourcing dating decoding dining drawing drilling dumping dwelling dying eating engineering farming "
    "feeding filtering financing finding fishing forecasting framing funding gaming gathering gardening "
    "governing-body grazing grouping harvesting healing hearing heating hiring housing hunting imaging joining-up "
    "kriging labeling labelling landing learning lending lettering licensing lighting listening logging machining "
    "making manufacturing mapping marketing matching mating meaning meeting mentoring messaging mining modeling "
    "modelling monitoring mowing networking nursing offering offspring opening outsourcing packaging painting "
    "parallel-processing parenting parking peacebuilding phrasing placing planning planting policing "
    "policy-making policymaking prescribing pricing printing processing profiling programming purchasing ranking "
    "rating reading reasoning recycling reporting reskilling routing sampling scaling scanning scheduling "
    "schooling scoring screening sensing sequencing setting sharing shipping shopping signaling signalling "
    "smoking sorting sourcing spelling spending spring staffing storytelling string streaming suffering "
    "surroundings swimming switching targeting teaching teleworking testing thing thinking timing town-twinning "
    "tracking trading trafficking training tutoring twinning understanding upbringing upskilling voting warming "
    "warning well-being wellbeing wording working writing weighting weighing weaning king ring wing bearing "
    "bonding threading zoning"
)

# Adjectives that their ending does not give away.
ADJECTIVES = _words(
    "chemical pharmaceutical abstract academic acute adequate adult adverse aerial ambient ancient annual "
    "anonymous arid bad big bilateral binary bipartite black blue bright broad brown calm cheap chief chronic "
    "circular civic civil classic clean clever closed coarse cold common compact competent complex concrete "
    "concurrent congruent consistent constant contemporary convergent convex coherent cool correct crisp crude "
    "current cyclic dark dead dear deep dense dependent diverse divergent double dry dual dull duplex early "
    "eastern efficient elastic elderly elementary eligible emergent equal equivalent exact excellent explicit "
    "external extra extreme extrinsic fair familiar fast fat feasible female few fine finite firm flat fluent "
    "foreign formal fragile free frequent fresh front fuzzy genuine gentle geometric golden grand gray great "
    "green grey gross hard harsh heavy hidden high historic hot humble hybrid ideal immediate implicit inadequate "
    "incoherent incomplete inconsistent independent indirect individual inefficient inferior infinite inherent "
    "innate inner insufficient intact intelligent intense interior intermediate internal intrinsic joint just "
    "keen large late latent lateral lean left legitimate light linear live local loose loud low macro male marine "
    "mature maximum mean medium mental micro mild military minimum mobile moderate modern modest moist molecular "
    "mono moot multi-level multicriteria multilateral multilevel multiple multivariate mutual naive narrow native "
    "neat net neutral noble northern nuclear null numeric obscure obsolete odd old online offline open opposite "
    "optimal optimum oral ordinary orthodox outer outright parallel past patent perfect permanent persistent "
    "plain poor popular precise pregnant premature primary prime primitive prior private profound prominent "
    "proper provincial prudent public pure quick quiet random rapid rare raw ready real recurrent redundant "
    "regular relative remote resident resilient rich right rigid robust rough round royal rural safe secondary "
    "sector-wide secure semi senior separate severe shallow sharp short silent simple single slight slow small "
    "smart smooth sober social soft solar sole solid sound southern spare sparse special spectacular square "
    "stable standard static steady steep sterile stiff stochastic straight strange strict strong sub-national "
    "subnational subsequent sufficient superior sustainable sweet swift tall temporary tertiary thermal thick "
    "thin tight tiny top tough transient transparent triple tropical ultimate unclear uncommon unequal unfair "
    "unique unsafe upper urban urgent usual vague valid vast verbal vertical visible visual vital voluntary "
    "vulnerable warm weak wealthy western wet white wide wild wise wrong young transnational low-carbon everyday "
    "long-term short-term large-scale small-scale real-time real-world cross-border cross-sectional peer-reviewed "
    "evidence-based double-blind day-to-day preliminary contrary imaginary unary complementary supplementary "
    "necessary monetary planetary customary stationary revolutionary evolutionary hereditary pulmonary coronary "
    "urinary dietary salutary proprietary disciplinary interdisciplinary multidisciplinary transdisciplinary "
    "rudimentary sanitary solitary contradictory exploratory explanatory confirmatory compulsory satisfactory "
    "mandatory participatory regulatory statutory respiratory inflammatory migratory preparatory introductory "
    "sensory transitory upstream downstream bottom-up top-down unknown known imprecise acceptable uncertain "
    "unacceptable ordinal nominal cardinal conventional likewise concerned aware unaware discrete obese "
    "infectious"
)

# Nouns with endings of adjectives.
NOUNS = _words(
    "academic active-site additive adhesive alternative animal antibiotic appraisal approval archive "
    "archival-record arithmetic arrival arsenal burial cable canal capital carnival cathedral ceramic "
    "characteristic clinic collective coral cosmetic critic criminal crystal deliverable denial detective "
    "diagnostic dial digital-native directive disposal drive editorial electronic epidemic executive explosive "
    "fabric festival fiscal-federalism fungal-disease funeral goal graphic heuristic hospital hydrocarbon "
    "incentive individual-level initiative integral interval journal locomotive logic magic mammal manual "
    "material mechanic medal metal metaheuristic metric mineral motive mural music narrative native-plant numeral "
    "objective offensive panic pandemic pedal perspective plastic portal potential-energy preservative principal "
    "professional proposal public-private ratchet-al referral refusal rehearsal removal renewal rental "
    "representative republic retrieval reversal rhetoric ritual rival scandal signal statistic survival table "
    "tactic terminal testimonial topic total trial traffic tribunal tutorial vegetable variable vehicle "
    "withdrawal italic timetable stable-isotope syllable olive hive dive live-stock adjective sedative "
    "cooperative fish dish wish polish varnish rubbish english british business process illness wellness fitness "
    "awareness effectiveness consciousness witness darkness happiness kindness readiness robustness loneliness "
    "fairness weakness sickness usefulness completeness campus virus bus census consensus focus status stimulus "
    "corpus genus bonus nucleus radius syllabus thesaurus versus calculus chorus apparatus hiatus locus modus "
    "nexus citrus cactus family supply assembly anomaly monopoly reply italy fly ally jelly rally bully belly "
    "butterfly daily oligopoly sly holy poly lily mentally-ill tally library summary boundary dictionary salary "
    "glossary secretary vocabulary commentary documentary itinerary anniversary beneficiary intermediary "
    "judiciary notary adversary territory laboratory history factory memory theory category directory inventory "
    "victory repository observatory accessory advisory-board trajectory story seed speed need breed weed bed shed "
    "hundred feed greed steed creed hybrid-seed reed proceeding proceedings embryo sled thing string spring king "
    "wing ring sibling ceiling feeling evening morning wedding ending beginning blessing clothing being bring "
    "offspring exam patient participant agent component student content event environment moment segment element "
    "document department government parliament instrument experiment treatment management development investment "
    "movement agreement requirement assessment measurement employment equipment improvement involvement "
    "commitment engagement achievement settlement apartment argument establishment judgment judgement ingredient "
    "nutrient gradient resident talent president incident accident client continent parent percent accent cent "
    "tent infant restaurant plant elephant merchant grant servant pollutant consultant immigrant migrant occupant "
    "contaminant assistant descendant determinant constant variant covariant tenant warrant inhabitant"
)

# Nouns of every paper: by themselves they tell nothing of what it is about.
GENERAL = _words(
    "making concern activity average popularity solution estimate project ability absence abstract account "
    "addition advantage aim amount analysis answer appearance application approach area argument article aspect "
    "assumption attempt attention author background basis beginning bit body case center centre chance chapter "
    "characteristic choice circumstance class combination comment comparison complexity component concept "
    "conclusion condition consequence consideration construct content context contrast contribution core "
    "correspondence course creation criterion criteria data dataset date day deal decade definition degree "
    "description detail determination development difference difficulty dimension direction disadvantage "
    "discussion distinction draft drawback ease effect effort element emphasis end evaluation event evidence "
    "example exception existence expert experience explanation extension extent fact factor failure feature field "
    "figure finding focus following form formulation framework function future goal group guide guidance hand "
    "help history hypothesis idea identification illustration impact implementation implication importance "
    "improvement inclusion increase decrease indication influence information input insight instance intention "
    "interest interpretation introduction investigation issue item kind key keyword lack layer length level light "
    "limit limitation line list literature look majority manner material matter meaning means member method "
    "methodology mind mode moment month name nature need notion number object objective observation occurrence "
    "one opinion opportunity option order origin outcome output overview page pair paper paragraph parameter part "
    "participant past people percent percentage period person perspective phase phenomenon place point portion "
    "position possibility potential practice presence presentation principle problem procedure process product "
    "proof property proportion proposal prospect purpose quality quantity question range rate ratio realization "
    "reason recommendation reduction reference regard relation relevance relationship report requirement research "
    "researcher respect respondent response result review right rights role round sample scale scenario scheme "
    "scholar scientist scope section sense series set setting significance site situation size sort source space "
    "stage standpoint start state statement status step strength structure study subject success suggestion sum "
    "summary support table target task team technique tendency term test theory thing time title tool top topic "
    "trend turn type understanding unit usage use user value variable variant variation variety version view "
    "viewpoint volume way weakness week word work world year minute hour second today author's copyright license "
    "distribution publisher elsevier springer wiley ieee sons taylor francis blackwell verlag press medium aims "
    "methods results objectives conclusions findings state-of-art benefit challenge change contributor drawbacks "
    "interview survey questionnaire reader readership university department faculty institute school college "
    "email"
)

# Pairs whose every word may stand in a term, but which are phrases of every paper.
COMMON_PHRASES = frozenset(
    [
        "case study", "case studies", "literature review", "research question", "future work", "future study",
        "important role", "experimental result", "numerical example", "illustrative example", "wide range",
        "large number", "small number", "state of the art", "real world", "point of view", "empirical result",
        "empirical study", "empirical evidence", "research paper", "recent year", "past decade", "decision problem",
        "real case", "real life", "case analysis", "practical implication", "research gap", "future direction",
        "future research direction", "research agenda", "research finding", "main result", "data set",
        "simulation result", "computational result", "general framework", "theoretical framework",
        "conceptual framework", "special issue", "research design", "qualitative method", "qualitative research",
        "quantitative method", "quantitative research", "qualitative study", "quantitative study",
        "qualitative approach", "quantitative approach", "descriptive method", "research method",
        "research methodology", "secondary data", "primary data", "data collection", "data analysis",
        "research result", "research object", "real application", "practical application", "practical example",
        "real example",
    ]
)  # fmt: skip
