namespace Balcao.Agents;

/// <summary>
/// The passwords that are tried first: those of many people, and those built in the same way, from common words, years, rows of
/// the keyboard and repetitions. A word is recognised also with signs instead of letters ("P@ssw0rd"). What cannot be built from
/// few such parts is not common, however simple it looks.
/// </summary>
internal static class CommonPasswords
{
    // Costs of covering a password: three parts and two signs are common; four parts, or one part with much beside it, are not.
    private const int Limit = 11;
    private const int Part = 3;
    private const int OwnPart = 1;
    private const int Letter = 3;
    private const int Sign = 1;

    private const int FewestDistinct = 5;

    /// <summary>A longer password has more than a few parts, unless it repeats itself.</summary>
    private const int Longest = 64;

    private const int ShortestWalk = 3;

    /// <summary>A password that consists of so short a piece again and again is common, whatever the piece.</summary>
    private const int ShortPeriod = 4;

    private static readonly string[] Words = ReadWords();

    // Rows, columns and zigzags over keyboards, the alphabet and the numbers; each counts in both directions.
    private static readonly string[] Ways =
    [
        .. from way in (string[])
           [
               "abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
               "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p",
               "q1w2e3r4t5y6u7i8o9p0", "zaq12wsxcde34rfvbgt56yhnmju78ik", "zaq1xsw2cde3vfr4bgt5nhy6mju7", "qweasdzxc", "!@#$%^&*()", "!qaz@wsx#edc$rfv",
               "13579", "24680", "147258369", "159753", "741852963",
           ]
           from walked in (string[])[way, string.Concat(way.Reverse())]
           select walked,
    ];

    /// <param name="password">Normalized.</param>
    public static bool Includes(string password) => IsCommon(PasswordText.Fold(password), [], needsOwn: false);

    /// <summary>Whether the password is little more than some of these words.</summary>
    /// <param name="own">Folded.</param>
    /// <param name="password">Normalized.</param>
    public static bool IsBuiltFrom(IReadOnlyList<string> own, string password) => own.Count > 0 && IsCommon(PasswordText.Fold(password), own, needsOwn: true);

    private static bool IsCommon(string text, IReadOnlyList<string> own, bool needsOwn)
    {
        if (!needsOwn && text.Distinct().Count() < FewestDistinct) return true;
        var period = PeriodOf(text);
        if (!needsOwn && period <= ShortPeriod && period < text.Length) return true;
        var piece = text[..period];
        return piece.Length <= Longest && CostOf(piece, own, needsOwn) <= Limit - (period < text.Length ? Part : 0);
    }

    /// <summary>The length of the piece that the whole text repeats at least twice; that of the text if there is none.</summary>
    private static int PeriodOf(string text) =>
        Enumerable.Range(1, text.Length / 2).FirstOrDefault(period => text.AsSpan(period).SequenceEqual(text.AsSpan(0, text.Length - period)), text.Length);

    /// <summary>The cheapest way to put the text together from parts, single letters and signs.</summary>
    private static int CostOf(string text, IReadOnlyList<string> own, bool needsOwn)
    {
        const int impossible = int.MaxValue / 2;
        // By the number of characters covered: without and with a word of the owner's.
        var (plain, owned) = (new int[text.Length + 1], new int[text.Length + 1]);
        Array.Fill(plain, impossible);
        Array.Fill(owned, impossible);
        plain[0] = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (plain[at] == impossible && owned[at] == impossible) continue;
            Reach(at + 1, char.IsLetterOrDigit(text[at]) ? Letter : Sign, isOwn: false);
            foreach (var length in PartsAt(text, at)) Reach(at + length, Part, isOwn: false);
            foreach (var word in own)
                if (IsAt(text, at, word)) Reach(at + word.Length, OwnPart, isOwn: true);

            void Reach(int end, int cost, bool isOwn)
            {
                owned[end] = Math.Min(owned[end], (isOwn ? Math.Min(plain[at], owned[at]) : owned[at]) + cost);
                if (!isOwn) plain[end] = Math.Min(plain[end], plain[at] + cost);
            }
        }
        return needsOwn ? owned[^1] : plain[^1];
    }

    /// <summary>The lengths of the parts that begin at the place: words, walks, one character again and again, years and dates.</summary>
    private static IEnumerable<int> PartsAt(string text, int at)
    {
        foreach (var word in Words)
            if (IsAt(text, at, word)) yield return word.Length;

        var walked = Ways.Max(way => LengthOn(way, text, at));
        for (var length = ShortestWalk; length <= walked; length++) yield return length;

        var same = text.AsSpan(at).IndexOfAnyExcept(text[at]) is >= 0 and var other ? other : text.Length - at;
        if (same >= ShortestWalk) yield return same;

        if (IsNumber(text, at, 4, 1900, 2099)) yield return 4;
        if (IsNumber(text, at, 2, 1, 31) && IsNumber(text, at + 2, 2, 1, 12))
        {
            if (IsNumber(text, at + 4, 2, 0, 99)) yield return 6;
            if (IsNumber(text, at + 4, 4, 1900, 2099)) yield return 8;
        }
    }

    /// <summary>How many characters from the place on stand next to each other on the way.</summary>
    private static int LengthOn(string way, string text, int at)
    {
        var longest = 0;
        for (var start = way.IndexOf(text[at]); start >= 0; start = way.IndexOf(text[at], start + 1))
            longest = Math.Max(longest, way.AsSpan(start).CommonPrefixLength(text.AsSpan(at)));
        return longest;
    }

    private static bool IsNumber(string text, int at, int digits, int least, int most) =>
        at + digits <= text.Length && text.AsSpan(at, digits).IndexOfAnyExceptInRange('0', '9') < 0
        && int.Parse(text.AsSpan(at, digits), null) is var number && number >= least && number <= most;

    private static bool IsAt(string text, int at, string word)
    {
        if (at + word.Length > text.Length) return false;
        for (var i = 0; i < word.Length; i++)
            if (text[at + i] != word[i] && !SignsFor(word[i]).Contains(text[at + i])) return false;
        return true;
    }

    /// <summary>The digits and signs that people write instead of this letter.</summary>
    private static string SignsFor(char letter) => letter switch
    {
        'a' => "@4",
        'b' => "8",
        'e' => "3&",
        'g' => "9",
        'i' or 'l' => "1!",
        'o' => "0",
        's' => "$5",
        't' => "7+",
        _ => "",
    };

    private static string[] ReadWords()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("Balcao.Agents.CommonWords.txt")!;
        using var reader = new StreamReader(stream);
        return
        [
            .. from line in reader.ReadToEnd().Split('\n')
               where !line.StartsWith('#')
               from word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
               select word,
        ];
    }
}
