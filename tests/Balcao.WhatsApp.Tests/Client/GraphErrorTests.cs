using Balcao.WhatsApp.Client;

namespace Balcao.WhatsApp.Tests.Client;

/// <summary>Every code of Meta's error table has a class, which determines what must be done.</summary>
public sealed class GraphErrorTests
{
    public static TheoryData<GraphErrorClass, int[]> Rows => new()
    {
        { GraphErrorClass.Auth, [0, 190, 3, 10, 200, 250, 299, 131005] },
        { GraphErrorClass.Retry, [1, 2, 131000, 131016, 133004] },
        { GraphErrorClass.ThrottleNumber, [4, 80007, 613, 130429] },
        { GraphErrorClass.ThrottleRecipient, [131056] },
        { GraphErrorClass.Hold, [131048, 131064] },
        { GraphErrorClass.Maintenance, [131057, 2494100] },
        { GraphErrorClass.Configuration, [33, 131030, 131037, 131042, 131045, 133010] },
        { GraphErrorClass.Permanent, [100, 131008, 131009, 135000, 131021, 131026, 130403, 131051] },
        { GraphErrorClass.WindowClosed, [131047] },
        { GraphErrorClass.NotDeliveredByMeta, [131049, 130472] },
        { GraphErrorClass.Suppressed, [131050] },
        { GraphErrorClass.MediaProblem, [131052, 131053] },
        { GraphErrorClass.AccountLocked, [131031, 368, 130497] },
        { GraphErrorClass.MessageUnavailable, [131060] },
        { GraphErrorClass.NeedsPhoneNumber, [131062] },
        { GraphErrorClass.NeedsMarketingApi, [131063] },
        { GraphErrorClass.TemplateProblem, [132000, 132001, 132005, 132007, 132008, 132012, 132018] },
        { GraphErrorClass.TemplatePaused, [132015, 132016] },
        { GraphErrorClass.FlowProblem, [132068, 132069] },
        { GraphErrorClass.Registration, [133000, 133005, 133006, 133008, 133009, 133015, 133016] },
        { GraphErrorClass.IdentityChanged, [137000] },
        { GraphErrorClass.FeatureSpecific, [134011, 134100, 134101, 134102, 131055, 138000, 138999, 139000, 139004, 139100, 139103, 147001, 147005] },
        { GraphErrorClass.FeatureSpecific, [2593107, 2593108, 2593109] },
        { GraphErrorClass.Unknown, [199, 300, 131099, 137999, 139005, 139104, 147000, 147006, -1, int.MaxValue] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("KnownFailure", "19")] // A bad token must be distinguished from all other errors.
    public void A_code_has_its_class(GraphErrorClass expected, int[] codes) =>
        Assert.All(codes, code => Assert.Equal(expected, GraphErrors.Classify(code)));

    [Theory]
    [InlineData(100, 33, GraphErrorClass.Configuration)]
    [InlineData(190, 33, GraphErrorClass.Auth)]
    [InlineData(190, 463, GraphErrorClass.Auth)]
    [InlineData(190, 460, GraphErrorClass.Auth)]
    [InlineData(131000, 2494100, GraphErrorClass.Maintenance)]
    [InlineData(100, 2593108, GraphErrorClass.FeatureSpecific)]
    [InlineData(100, 2388019, GraphErrorClass.TemplateProblem)]
    [InlineData(100, 2388023, GraphErrorClass.TemplateProblem)]
    [InlineData(100, 2388024, GraphErrorClass.TemplateProblem)]
    [InlineData(100, 2388040, GraphErrorClass.TemplateProblem)]
    [InlineData(100, 2388047, GraphErrorClass.TemplateProblem)]
    [InlineData(100, 2388072, GraphErrorClass.TemplateProblem)]
    [InlineData(100, 2388073, GraphErrorClass.TemplateProblem)]
    [InlineData(100, 2388293, GraphErrorClass.TemplateProblem)]
    [InlineData(100, 2388299, GraphErrorClass.TemplateProblem)]
    [InlineData(2388019, null, GraphErrorClass.TemplateProblem)]
    [InlineData(100, 999, GraphErrorClass.Permanent)]
    public void A_subcode_determines_the_class_more_precisely(int code, int? subcode, GraphErrorClass expected) =>
        Assert.Equal(expected, GraphErrors.Classify(code, subcode));
}
