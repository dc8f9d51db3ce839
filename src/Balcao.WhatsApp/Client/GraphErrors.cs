using System.Collections.Frozen;

namespace Balcao.WhatsApp.Client;

/// <summary>
/// Classifies Meta's error codes, both of answers and of failed statuses (Meta, Cloud API error codes, Dec 2025; some
/// of 2026).
/// </summary>
public static class GraphErrors
{
    private static readonly FrozenDictionary<int, GraphErrorClass> ByCode = Rows(
        (GraphErrorClass.Auth, [0, 190, 3, 10, 131005, .. Enumerable.Range(200, 100)]),
        (GraphErrorClass.Retry, [1, 2, 131000, 131016, 133004]),
        (GraphErrorClass.ThrottleNumber, [4, 80007, 613, 130429]),
        (GraphErrorClass.ThrottleRecipient, [131056]),
        (GraphErrorClass.Hold, [131048, 131064]),
        (GraphErrorClass.Maintenance, [131057, 2494100]),
        (GraphErrorClass.Configuration, [33, 131030, 131037, 131042, 131045, 133010]),
        (GraphErrorClass.Permanent, [100, 131008, 131009, 135000, 131021, 131026, 130403, 131051]),
        (GraphErrorClass.WindowClosed, [131047]),
        (GraphErrorClass.NotDeliveredByMeta, [131049, 130472]),
        (GraphErrorClass.Suppressed, [131050]),
        (GraphErrorClass.MediaProblem, [131052, 131053]),
        (GraphErrorClass.AccountLocked, [131031, 368, 130497]),
        (GraphErrorClass.MessageUnavailable, [131060]),
        (GraphErrorClass.NeedsPhoneNumber, [131062]),
        (GraphErrorClass.NeedsMarketingApi, [131063]),
        (GraphErrorClass.TemplateProblem, [132000, 132001, 132005, 132007, 132008, 132012, 132018]),
        (GraphErrorClass.TemplatePaused, [132015, 132016]),
        (GraphErrorClass.FlowProblem, [132068, 132069]),
        (GraphErrorClass.Registration, [133000, 133005, 133006, 133008, 133009, 133015, 133016]),
        (GraphErrorClass.IdentityChanged, [137000]),
        (GraphErrorClass.FeatureSpecific,
        [
            134011, 134100, 134101, 134102, 131055,
            .. Enumerable.Range(138000, 1000), .. Enumerable.Range(139000, 5), .. Enumerable.Range(139100, 4), .. Enumerable.Range(147001, 5),
            2593107, 2593108, 2593109,
        ]));

    // Subcodes that are more specific than their general code (usually 100).
    private static readonly FrozenDictionary<int, GraphErrorClass> BySubcode = Rows(
        (GraphErrorClass.Configuration, [33]),
        (GraphErrorClass.Maintenance, [2494100]),
        (GraphErrorClass.TemplateProblem, [2388019, 2388023, 2388024, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299]),
        (GraphErrorClass.FeatureSpecific, [2593107, 2593108, 2593109]));

    public static GraphErrorClass Classify(int code, int? subcode = null)
    {
        if (subcode is { } sub && BySubcode.TryGetValue(sub, out var special) && (sub != 33 || code == 100))
            return special;
        if (ByCode.TryGetValue(code, out var known))
            return known;
        // Template creation may answer with its subcode as the code.
        return BySubcode.GetValueOrDefault(code, GraphErrorClass.Unknown);
    }

    private static FrozenDictionary<int, GraphErrorClass> Rows(params ReadOnlySpan<(GraphErrorClass Class, int[] Codes)> rows)
    {
        var classes = new Dictionary<int, GraphErrorClass>();
        foreach (var (errorClass, codes) in rows)
            foreach (var code in codes)
                classes.Add(code, errorClass);
        return classes.ToFrozenDictionary();
    }
}
