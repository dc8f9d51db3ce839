using System.Collections.Frozen;

namespace Balcao.WhatsApp.Client;

/// <summary>What an error code asks of the sender.</summary>
public enum GraphErrorClass
{
    /// <summary>A code not in the table: treat as final, show it.</summary>
    Unknown,
    /// <summary>Token invalid or expired, or a permission is missing: stop sending on the number, alarm, keep the queue.</summary>
    Auth,
    /// <summary>Trouble on Meta's side: try again with back-off.</summary>
    Retry,
    /// <summary>Maintenance or throughput upgrade: try again in a minute.</summary>
    Maintenance,
    /// <summary>Too fast for the number or account: try again, slower.</summary>
    ThrottleNumber,
    /// <summary>Too fast for this recipient: only theirs wait, 4^n seconds.</summary>
    ThrottleRecipient,
    /// <summary>Spam restriction or messaging limit: hold campaigns, alarm.</summary>
    Hold,
    /// <summary>Something is set up wrongly (object, display name, payment, registration): alarm an administrator.</summary>
    Configuration,
    /// <summary>Will never succeed as it stands.</summary>
    Permanent,
    /// <summary>The 24-hour window is closed: offer a template.</summary>
    WindowClosed,
    /// <summary>Meta chose not to deliver a marketing message: no retry within 24 hours.</summary>
    NotDeliveredByMeta,
    /// <summary>The person stopped marketing messages: suppress them.</summary>
    Suppressed,
    /// <summary>The file could not be fetched, uploaded or is not what it claims to be.</summary>
    MediaProblem,
    /// <summary>Account locked, policy block or forbidden country: stop, alarm.</summary>
    AccountLocked,
    /// <summary>Template or its parameters do not fit: show the field.</summary>
    TemplateProblem,
    /// <summary>Template paused or disabled: hold until it is unpaused.</summary>
    TemplateHeld,
    /// <summary>The flow is blocked or throttled: stop sending it.</summary>
    FlowProblem,
    /// <summary>The business-scoped id is not accepted for this message: fall back to the phone number.</summary>
    NeedsPhoneNumber,
    /// <summary>Marketing templates are switched off on the Cloud API: they go by the Marketing Messages API.</summary>
    NeedsMarketingApi,
    /// <summary>A message to us was lost on the way: show that there was one.</summary>
    MessageUnavailable,
    /// <summary>The recipient's identity key changed: verify anew.</summary>
    IdentityChanged,
    /// <summary>Registration and two-step PIN: for the administrator's screen.</summary>
    Registration,
    /// <summary>Payments, calling, flows management, blocking, usernames, history: for the feature that asked.</summary>
    FeatureSpecific,
}

/// <summary>Meta's error codes, of answers and of failed statuses alike (Meta, Cloud API error codes, Dec 2025; some of 2026).</summary>
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
        (GraphErrorClass.TemplateHeld, [132015, 132016]),
        (GraphErrorClass.FlowProblem, [132068, 132069]),
        (GraphErrorClass.Registration, [133000, 133005, 133006, 133008, 133009, 133015, 133016]),
        (GraphErrorClass.IdentityChanged, [137000]),
        (GraphErrorClass.FeatureSpecific,
        [
            134011, 134100, 134101, 134102, 131055,
            .. Enumerable.Range(138000, 1000), .. Enumerable.Range(139000, 5), .. Enumerable.Range(139100, 4), .. Enumerable.Range(147001, 5),
            2593107, 2593108, 2593109,
        ]));

    // Subcodes that say more than the general code (usually 100) they come with.
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
