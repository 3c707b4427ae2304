using Npgsql;
using OnsDlq.Errors;
using OnsDlq.Journal.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

public sealed class PostgresAddressTests
{
    [Fact]
    public void A_URI_is_read_whole()
    {
        var address = PostgresAddress.Parse("postgresql://kim%40corp@db.example:6432/ops?sslrootcert=%2Fca.pem&connect_timeout=3");

        Assert.Equal(("kim@corp", "ops", ("db.example", 6432)), (address.User, address.Database, Assert.Single(address.Hosts)));
        Assert.Equal(("/ca.pem", "3"), (address.Settings["sslrootcert"], address.Settings["connect_timeout"]));
    }

    [Fact]
    public void A_port_and_a_user_may_be_left_out_and_several_hosts_named()
    {
        var address = PostgresAddress.Parse("postgresql://one,[::1]:6000,three:7000/ops?port=5000");

        Assert.Null(address.User);
        Assert.Equal([("one", 5000), ("::1", 6000), ("three", 7000)], address.Hosts);
    }

    [Theory]
    [InlineData("postgresql://kim@db.example/ops", SslMode.VerifyFull)]
    [InlineData("postgresql://kim@10.0.0.7/ops", SslMode.VerifyFull)]
    [InlineData("postgresql://kim@localhost,db.example/ops", SslMode.VerifyFull)]
    [InlineData("postgresql://kim@localhost.example/ops", SslMode.VerifyFull)]
    [InlineData("postgresql://kim@db.example/ops?sslmode=require", SslMode.Require)]
    [InlineData("postgresql://kim@LOCALHOST/ops", SslMode.Prefer)]
    [InlineData("postgresql://kim@127.0.0.2/ops", SslMode.Prefer)]
    [InlineData("postgresql://kim@[::1]/ops", SslMode.Prefer)]
    [InlineData("postgresql:///ops?host=/var/run/postgresql", SslMode.Prefer)]
    [InlineData("postgresql://%2Fvar%2Frun/ops", SslMode.Prefer)]
    public void Off_this_machine_the_server_has_to_prove_who_it_is(string uri, SslMode protection) =>
        Assert.Equal(protection, PostgresAddress.Parse(uri).Protection);

    [Theory]
    [InlineData("postgresql://kim@db.example/", "no database")]
    [InlineData("postgresql://kim@db.example", "no database")]
    [InlineData("postgresql:///ops", "no host")]
    [InlineData("postgresql://@db.example/ops", "no user")]
    [InlineData("postgresql://kim@a,,b/ops", "no name")]
    [InlineData("postgresql://kim@db.example:0/ops", "port")]
    [InlineData("postgresql://kim@db.example:70000/ops", "port")]
    [InlineData("postgresql://kim@db.example/ops?sslmode=yes", "sslmode is one of")]
    [InlineData("postgresql://kim@db.example/ops?SSLMODE=disable&sslmode=verify-full", "twice")]
    [InlineData("postgresql://kim@db.example/ops?sslmode=", "no value")]
    [InlineData("postgresql://kim@db.example/ops?service=x", "'service' is not supported")]
    [InlineData("postgresql://kim@db.example/ops?host=other", "host is there twice")]
    [InlineData("postgresql://kim@db.example/ops?connect_timeout=0", "connect_timeout")]
    [InlineData("postgresql://kim@a,b/ops?target_session_attrs=any", "target_session_attrs is primary or read-write")]
    [InlineData("postgresql://kim@a/ops?target_session_attrs=prefer-standby", "target_session_attrs is primary or read-write")]
    [InlineData("postgresql://kim@db.example/ops%0Ax", "control character")]
    public void What_is_not_understood_is_refused(string uri, string why)
    {
        var refused = Assert.Throws<JournalException>(() => PostgresAddress.Parse(uri));

        Assert.Equal(ErrorId.InvalidJournal, refused.Id);
        Assert.Contains(why, refused.Message);
    }
}
